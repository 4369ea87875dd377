package llmrouter.server.bodies;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

import llmrouter.admission.BodyRules;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Seal;
import llmrouter.codings.ByteSink;
import llmrouter.codings.CodingException;
import llmrouter.codings.ContentEncoding;
import llmrouter.http.HeaderMap;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.upstream.SourceBytes;

/// Reads a request's body as text: within a limit, and only if it is valid.
public final class BodyReader {
    private static final int PIECE = 1 << 14;
    /// A compressed body is decoded in pieces of so many bytes, because few bytes of it can stand for very many.
    private static final int CODED_PIECE = 256;
    /// What a decoder keeps is copied when it grows, to twice its size.
    private static final int GROWING = 3;

    private BodyReader() {}

    /// @param held counts what the body takes; its room has the limit, which is of the decompressed body
    /// @throws GatewayError 413 too large, 503 no memory, 415 an unsupported type or encoding, 400 invalid bytes
    /// @throws IOException  the client disconnected, or the body's framing is wrong
    public static ReceivedBody read(HeaderMap headers, InputStream in, HeldBody held) throws IOException {
        BodyRules.checkType(headers);
        long declared = declaredLength(headers);
        if (declared > held.room().limit()) throw held.room().tooLarge();
        var encoding = ContentEncoding.of(headers.values("content-encoding"));
        var body = new BodySegments(held, encoding.isPlain() ? declared : -1);
        if (encoding.isPlain()) body.readAll(in);
        else decode(encoding, in, body, held.room());
        held.received();
        return text(body, held);
    }

    /// Reads to the very end, also behind the compressed content: the server counts a request as read only then.
    private static void decode(ContentEncoding encoding, InputStream in, BodySegments body, BodyRoom room)
            throws IOException {
        try {
            ByteSink decoder = encoding.decoder(room.limit(), body);
            var piece = new byte[PIECE];
            long received = 0;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                received += n;
                if (received > room.limit()) throw room.tooLarge();
                for (int at = 0; at < n; at += CODED_PIECE) {
                    decoder.take(piece, at, Math.min(n, at + CODED_PIECE));
                    body.beside(GROWING * decoder.kept());
                }
            }
            decoder.finish();
        } catch (CodingException e) {
            throw refusal(e, encoding, room);
        }
    }

    private static GatewayError refusal(CodingException e, ContentEncoding encoding, BodyRoom room) {
        return switch (e.kind()) {
            case TOO_LARGE -> room.tooLarge();
            case DAMAGED, TORN -> BodyRules.damaged(e.getMessage());
            case UNKNOWN -> BodyRules.unknownCoding(encoding.refused());
        };
    }

    private static ReceivedBody text(BodySegments body, HeldBody held) {
        int length = body.count();
        boolean ascii = body.areAscii();
        byte[] bytes = body.joined();
        held.becomesText(length, !ascii);
        // what is ASCII needs no decoding, and is not searched for other bytes a second time
        var text = new String(bytes, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        // the fast decoder puts this character in place of invalid bytes, but a client may also have sent it
        if (text.indexOf('\uFFFD') >= 0) checkUtf8(ByteBuffer.wrap(bytes, 0, length));
        held.isText(text, length);
        return new ReceivedBody(text, scan(text, new SourceBytes(bytes, length, text.length()), held));
    }

    /// @return null if the text is not a JSON object; the core finds the same, and words the error
    private static JsonScan scan(String text, SourceBytes bytes, HeldBody held) {
        try {
            return JsonScan.noting(text, bytes, Seal.counting(held::hasValues));
        } catch (JsonError _) {
            return null;
        }
    }

    private static void checkUtf8(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        var decoded = CharBuffer.allocate(PIECE);
        CoderResult result = decoder.decode(bytes, decoded, true);
        while (result.isOverflow()) result = decoder.decode(bytes, decoded.clear(), true);
        if (result.isUnderflow()) return;
        throw BodyRules.notUtf8(bytes.position());
    }

    private static long declaredLength(HeaderMap headers) {
        String length = headers.get("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException _) {
            return -1; // the server has refused invalid lengths; the bytes are counted anyway
        }
    }
}
