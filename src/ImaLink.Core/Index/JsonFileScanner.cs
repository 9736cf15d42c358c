using System.Text.Json;

namespace ImaLink.Index;

/// <summary>
/// Walks a JSON file of any size in bounded memory: the structure token by token, single values as bytes. A value taken
/// whole may have at most <see cref="MaxValueBytes"/>.
/// </summary>
internal sealed class JsonFileScanner(Stream stream)
{
    internal const int MaxValueBytes = 32 << 20;

    /// <summary>How large the header of a session may be, which lists the files that were removed: some 700,000.</summary>
    internal const int MaxHeaderBytes = 128 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _final;
    private long _offset;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = IndexJson.MaxDepth });

    internal JsonTokenType TokenType { get; private set; }

    /// <summary>The name, where the token is a property name.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>Goes to the next token; false at the end of the file.</summary>
    internal bool Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
            if (reader.Read())
            {
                TokenType = reader.TokenType;
                if (TokenType == JsonTokenType.PropertyName)
                    Name = reader.GetString()!;
                Accept(ref reader);
                return true;
            }

            Accept(ref reader);
            if (_final)
                return false;
            Fill();
        }
    }

    /// <summary>Takes the next element of an array, whole; empty at the end of the array.</summary>
    internal ReadOnlySpan<byte> ReadElement()
    {
        ReadOnlySpan<byte> value = ReadValue();
        return value is [(byte)']'] ? default : value;
    }

    /// <summary>Takes the value that follows a property name, whole; the bytes are valid until the next call.</summary>
    /// <param name="maxBytes">How large it may be.</param>
    internal ReadOnlySpan<byte> ReadValue(int maxBytes = MaxValueBytes)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
            if (reader.Read())
            {
                long from = reader.TokenStartIndex;
                if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray) || reader.TrySkip())
                {
                    ReadOnlySpan<byte> value = _buffer.AsSpan(_start + (int)from, (int)(reader.BytesConsumed - from));
                    Accept(ref reader);
                    return value;
                }
            }

            if (_final)
                throw new JsonException("The file ends in the middle of a value.");
            Fill(maxBytes);
        }
    }

    /// <summary>Leaves out the value that follows a property name, however large it is.</summary>
    internal void SkipValue()
    {
        for (int depth = 0; ; Fill())
        {
            // One reader for all tokens in the buffer: most of a large index is left out so.
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    depth++;
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                    depth--;
                if (depth > 0)
                    continue;
                TokenType = reader.TokenType;
                Accept(ref reader);
                return;
            }

            Accept(ref reader);
            if (_final)
                throw new JsonException("The file ends in the middle of a value.");
        }
    }

    /// <summary>How far the scanner has come, in bytes from the beginning of the file.</summary>
    internal long Position => _offset + _start;

    private void Accept(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill(int maxBytes = MaxValueBytes)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _offset += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= maxBytes)
                throw new JsonException("A single value is absurdly large.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _final = read == 0;
    }
}
