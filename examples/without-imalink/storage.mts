// Lists what a storage of ImaLink holds and verifies it, from its indexes alone: node storage.mts <folder of the storage>.
// Ends with 1 where a file is missing or has other bytes than its index says. Needs Node 22.18 or later, which runs TypeScript as it is, and nothing else;
// with an earlier one: npx tsx storage.mts <folder of the storage>.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { argv, exit } from 'node:process';

type Listed = { path: string; sha256: string; taken_at?: string; companions?: Listed[] | null };
type Entry = Listed & { copies?: Listed[] | null };
type Session = { files: Record<string, Entry>; documents?: Listed[] };
type Index = { storage_info: { display_name: string }; import_sessions: { title: string; imported_at: string; index_file: string }[] };

async function sha256(path: string): Promise<string> {
    const digest = createHash('sha256');
    for await (const block of createReadStream(path)) digest.update(block as Uint8Array);
    return digest.digest('hex');
}

/** Every file that a session index lists: photos, their further copies, what travels with them, and documents. */
function* files(session: Session): Generator<Listed> {
    for (const entry of Object.values(session.files))
        for (const file of [entry, ...(entry.copies ?? [])]) {
            yield file;
            yield* file.companions ?? [];
        }
    yield* session.documents ?? [];
}

/** An index is input: nothing outside of the storage is read. */
async function verdict(root: string, file: Listed): Promise<string> {
    const path = resolve(root, file.path);
    if (!path.startsWith(root + sep)) return 'Refused';
    if (!existsSync(path)) return 'Missing';
    if (!realpathSync(path).startsWith(root + sep)) return 'Refused';
    return (await sha256(path)) === file.sha256 ? 'Valid' : 'Changed';
}

async function main(folder: string): Promise<number> {
    const root = realpathSync(folder);
    const index = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8')) as Index;
    console.log(`${index.storage_info.display_name}: ${index.import_sessions.length} session(s)`);
    let bad = 0;
    for (const listed of index.import_sessions) {
        const session = JSON.parse(readFileSync(join(root, listed.index_file), 'utf8')) as Session;
        console.log(`\n${listed.title}, imported ${listed.imported_at.slice(0, 10)}`);
        for (const file of files(session)) {
            const word = await verdict(root, file);
            if (word !== 'Valid') bad++;
            console.log(`${word.padEnd(8)} ${(file.taken_at ?? '').slice(0, 19).padEnd(19)} ${file.path}`);
        }
    }
    console.log(bad ? `\n${bad} file(s) are not as recorded.` : '\nAll files are as recorded.');
    return bad ? 1 : 0;
}

if (argv.length !== 3) {
    console.error('Usage: node storage.mts <folder of the storage>');
    exit(64);
}
exit(await main(argv[2]));
