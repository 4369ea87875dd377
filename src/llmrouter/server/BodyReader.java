package llmrouter.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.text.Printable;

/// Reads a request's body as text, within its limit and strictly.
final class BodyReader {
    private BodyReader() {}

    /// @param limit bytes, after decompression
    /// @throws GatewayError 413 too large, 415 a type or encoding that is not taken, 400 bytes that are not what they claim
    /// @throws IOException  the client broke off, or its framing is wrong
    static String read(HeaderMap headers, InputStream in, int limit) throws IOException {
        checkType(headers);
        if (declaredLength(headers) > limit) throw tooLarge(limit);
        byte[] bytes;
        try {
            bytes = upTo(limit, decoded(headers, in));
            // what a compressed body leaves unread, if only the last chunk's mark: the server counts a request as read at its very end
            if (in.read() >= 0) upTo(limit, in);
        } catch (ZipException | EOFException e) {
            throw GatewayError.badRequest("The body is not what its content-encoding says, or it is cut short: " + e.getMessage() + ".", null);
        }
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        // the fast way puts this character for what it cannot read; it may as well have been sent
        if (text.indexOf('\uFFFD') >= 0) checkUtf8(bytes);
        return text;
    }

    private static void checkUtf8(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(buffer, CharBuffer.allocate(bytes.length), true);
        if (!result.isUnderflow()) throw GatewayError.badRequest("The body is not valid UTF-8 at byte " + buffer.position() + ". Send JSON as UTF-8.", null);
    }

    /// A browser can send a page's request without a type, unasked; a program that names none means JSON.
    private static void checkType(HeaderMap headers) {
        List<String> types = headers.values("content-type");
        boolean browser = headers.get("origin") != null || headers.get("sec-fetch-site") != null;
        if (types.isEmpty() && browser) throw unsupported("The request names no content type. Send application/json.");
        for (String type : types) {
            int end = type.indexOf(';');
            String essence = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            if (!essence.equals("application/json") && !essence.endsWith("+json")) throw unsupported("The content type '" + Printable.ascii(essence, 100) + "' is not taken. Send application/json.");
        }
    }

    private static GatewayError unsupported(String message) {
        return new GatewayError(ApiError.of(415, ApiError.Kind.INVALID_REQUEST, message));
    }

    private static GatewayError tooLarge(int limit) {
        return new GatewayError(ApiError.of(413, ApiError.Kind.TOO_LARGE,
            "The request is larger than " + limit + " bytes. LLM_ROUTER_MAX_REQUEST_BODY_BYTES raises the limit."));
    }

    private static long declaredLength(HeaderMap headers) {
        String length = headers.get("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException _) {
            return -1; // the server has refused what is no length at all; the real bytes are counted anyway
        }
    }

    private static InputStream decoded(HeaderMap headers, InputStream in) throws IOException {
        String encoding = String.join(", ", headers.values("content-encoding"));
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw unsupported("The content encoding '" + Printable.ascii(encoding, 100) + "' is not taken. Send the body plain, or as gzip or deflate.");
        };
    }

    private static byte[] upTo(int limit, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) throw tooLarge(limit);
        return bytes;
    }
}
