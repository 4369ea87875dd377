package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.text.Letters;
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// What a request's body must be, and the errors for bodies that are not.
public final class BodyRules {
    private BodyRules() {}

    /// A browser can send a page's request without a type and without a preflight. A program that names no type means
    /// JSON.
    /// @throws GatewayError 415
    public static void checkType(HeaderMap headers) {
        List<String> types = headers.values("content-type");
        boolean browser = headers.get("origin") != null || headers.get("sec-fetch-site") != null;
        if (types.isEmpty() && browser) throw unsupported("The request has no Content-Type. Send application/json.");
        for (String type : types) {
            int end = type.indexOf(';');
            String essence = Letters.lower(Ws.trim(end < 0 ? type : type.substring(0, end)));
            if (essence.equals("application/json") || essence.endsWith("+json")) continue;
            throw unsupported("The content type '" + Printable.ascii(essence, 100)
                + "' is not supported. Send application/json.");
        }
    }

    /// 413 for a body beyond the configured limit.
    public static GatewayError tooLarge(long limit) {
        return tooLarge(limit, ". The limit is set with LLM_ROUTER_MAX_REQUEST_BODY_BYTES.");
    }

    /// 413.
    ///
    /// @param why the rest of the sentence, and what can be done
    public static GatewayError tooLarge(long limit, String why) {
        return new GatewayError(ApiError.of(413, ApiError.Kind.TOO_LARGE,
            "The request body is larger than " + limit + " bytes" + why));
    }

    /// 415 for a coding that is not read.
    public static GatewayError unknownCoding(String coding) {
        return unsupported("The content encoding '" + Printable.ascii(coding, 100)
            + "' is not supported. Send the body uncompressed, or as gzip, deflate or zstd.");
    }

    /// 400 for a body that cannot be decoded.
    public static GatewayError damaged(String why) {
        return GatewayError.badRequest("The body is not what its content-encoding says: " + why + ".", null);
    }

    /// 400 for bytes that are no UTF-8.
    ///
    /// @param at the first of them, or -1 if that is not known
    public static GatewayError notUtf8(long at) {
        return GatewayError.badRequest("The body is not valid UTF-8" + (at < 0 ? "" : " at byte " + at)
            + ". Send JSON as UTF-8.", null);
    }

    private static GatewayError unsupported(String message) {
        return new GatewayError(ApiError.of(415, ApiError.Kind.INVALID_REQUEST, message));
    }
}
