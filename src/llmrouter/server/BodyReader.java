package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.codings.BoundedBytes;
import llmrouter.codings.ByteSink;
import llmrouter.codings.CodingException;
import llmrouter.codings.ContentEncoding;
import llmrouter.http.HeaderMap;
import llmrouter.text.Printable;

/// Reads a request's body as text: within a limit, and only if it is valid.
final class BodyReader {
    private static final int PIECE = 1 << 14;

    private BodyReader() {}

    /// @param limit bytes, after decompression
    /// @throws GatewayError 413 too large, 415 an unsupported type or encoding, 400 invalid bytes
    /// @throws IOException  the client disconnected, or the body's framing is wrong
    static String read(HeaderMap headers, InputStream in, int limit) throws IOException {
        checkType(headers);
        if (declaredLength(headers) > limit) throw tooLarge(limit);
        var encoding = ContentEncoding.of(headers.values("content-encoding"));
        return text(encoding.isPlain() ? upTo(limit, in) : decoded(encoding, in, limit));
    }

    /// Reads to the very end, also behind the compressed content: the server counts a request as read only then.
    private static byte[] decoded(ContentEncoding encoding, InputStream in, int limit) throws IOException {
        try {
            var content = new BoundedBytes(limit);
            ByteSink decoder = encoding.decoder(limit, content);
            var piece = new byte[PIECE];
            long received = 0;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                received += n;
                if (received > limit) throw tooLarge(limit);
                decoder.take(piece, 0, n);
            }
            decoder.finish();
            return content.copy();
        } catch (CodingException e) {
            throw refusal(e, encoding, limit);
        }
    }

    private static GatewayError refusal(CodingException e, ContentEncoding encoding, int limit) {
        return switch (e.kind()) {
            case TOO_LARGE -> tooLarge(limit);
            case DAMAGED, TORN -> GatewayError.badRequest("The body is not what its content-encoding says: "
                + e.getMessage() + ".", null);
            case UNKNOWN -> unsupported("The content encoding '" + Printable.ascii(encoding.refused(), 100)
                + "' is not supported. Send the body uncompressed, or as gzip, deflate or zstd.");
        };
    }

    private static String text(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        // the fast decoder puts this character in place of invalid bytes, but a client may also have sent it
        if (text.indexOf('\uFFFD') >= 0) checkUtf8(bytes);
        return text;
    }

    private static void checkUtf8(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(buffer, decoded, true);
        if (result.isUnderflow()) return;
        throw GatewayError.badRequest("The body is not valid UTF-8 at byte " + buffer.position()
            + ". Send JSON as UTF-8.", null);
    }

    /// A browser can send a page's request without a type and without a preflight. A program that names no type means
    /// JSON.
    private static void checkType(HeaderMap headers) {
        List<String> types = headers.values("content-type");
        boolean browser = headers.get("origin") != null || headers.get("sec-fetch-site") != null;
        if (types.isEmpty() && browser) throw unsupported("The request has no Content-Type. Send application/json.");
        for (String type : types) {
            int end = type.indexOf(';');
            String essence = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            if (essence.equals("application/json") || essence.endsWith("+json")) continue;
            throw unsupported("The content type '" + Printable.ascii(essence, 100)
                + "' is not supported. Send application/json.");
        }
    }

    private static GatewayError unsupported(String message) {
        return new GatewayError(ApiError.of(415, ApiError.Kind.INVALID_REQUEST, message));
    }

    private static GatewayError tooLarge(int limit) {
        return new GatewayError(ApiError.of(413, ApiError.Kind.TOO_LARGE, "The request body is larger than " + limit
            + " bytes. The limit is set with LLM_ROUTER_MAX_REQUEST_BODY_BYTES."));
    }

    private static long declaredLength(HeaderMap headers) {
        String length = headers.get("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException _) {
            return -1; // the server has refused invalid lengths; the bytes are counted anyway
        }
    }

    private static byte[] upTo(int limit, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) throw tooLarge(limit);
        return bytes;
    }
}
