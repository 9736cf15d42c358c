using System.Globalization;
using System.Text;

namespace ImaLink.HelpBuilder;

/// <summary>The help topic that lists every error id, from the comments of the codes.</summary>
internal static class ErrorTopic
{
    private const string Prefix = "F:ImaLink.ErrorCode.";
    private const int Width = 70; // behind the indent of 8

    public static string Text(XmlDocs docs)
    {
        var text = new StringBuilder("""
            TOPIC
                about_ImaLink_Errors

            SHORT DESCRIPTION
                The errors of ImaLink and their ids, which never change.

            LONG DESCRIPTION
                Trouble with one file is an error record, and the rest goes on. Only what
                makes the whole command meaningless ends it. Each record has a
                FullyQualifiedErrorId that starts with the id below, the path or name it
                is about as TargetObject, and a message that says what to do next. A
                script tells errors apart like this:

                    Get-ImaHothash ./photos/*.jpg -ErrorVariable trouble
                    $trouble |
                        Where-Object FullyQualifiedErrorId -like 'ImaLink.ReadFailed,*'

            ERROR IDS

            """.ReplaceLineEndings("\n"));
        foreach (var (id, words) in Codes(docs))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {id}\n");
            foreach (string line in Wrap(words))
                text.Append(CultureInfo.InvariantCulture, $"        {line}\n");
            text.Append('\n');
        }
        return text.Append("SEE ALSO\n    about_ImaLink\n").ToString();
    }

    /// <summary>The error ids and what they mean.</summary>
    public static IEnumerable<(string Id, string Words)> Codes(XmlDocs docs) =>
        from id in docs.Ids.Where(id => id.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        select ($"ImaLink.{id[Prefix.Length..]}", string.Join(" ", docs.Paragraphs(id, "summary")));

    private static IEnumerable<string> Wrap(string paragraph)
    {
        string line = "";
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }
}
