package llmrouter.protocol.errors;


import llmrouter.chat.ApiError.Kind;
import llmrouter.chat.ApiError;
import llmrouter.chat.ErrorHints;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.waiting.Limits;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Reads a provider's error in any vendor's form. Providers of one format send error bodies of other formats, and
/// proxies before them send HTML, so all formats read errors in the same way.
public final class ErrorReader {
    private static final String[] MESSAGES = {"message", "detail", "error", "msg", "error_description", "title"};
    /// An object that is an error says so in as many characters.
    private static final int SAYS_ERROR = 24;
    /// Of what is no explanation as many characters are quoted.
    private static final int QUOTED = 120;

    private ErrorReader() {}

    /// @param status HTTP status
    /// @param body   whatever came; may be empty
    public static ApiError read(int status, String body) {
        String trimmed = Ws.trim(body);
        if (trimmed.isEmpty()) return silent(status);
        if (isPage(trimmed)) {
            String title = ErrorText.clean(HtmlText.of(trimmed));
            String message = "The provider answered with a page instead of JSON (status " + status + "): " + title;
            return plain(status, trimmed).worded(message, title);
        }
        try {
            Json json = Json.parse(trimmed);
            if (json instanceof Json.Arr list && !list.items().isEmpty()) json = list.items().getFirst();
            if (json instanceof Json.Obj object) return of(status, object);
            ApiError said = quoted(plain(status, trimmed), json instanceof Json.Str s ? s.value() : trimmed);
            return limited(status, said, json);
        } catch (JsonError _) {
            return limited(status, quoted(plain(status, trimmed), trimmed), null);
        }
    }

    /// An error that is about a limit says which kind of limit it is, and may say when the limit ends.
    ///
    /// @param status HTTP status, or below 400 for an error that came with a status of success
    /// @param body   or null if it is no JSON
    private static ApiError limited(int status, ApiError error, Json body) {
        boolean overloaded = error.kind() == Kind.OVERLOADED;
        if (!overloaded && !Limits.concerns(status, error.kind())) return error;
        ApiError waiting = error.waiting(Limits.wait(body, error.words()));
        if (overloaded) return waiting;
        String words = body == null ? error.words() : body.toString();
        return waiting.known(Limits.kind(error.kind(), words, waiting.pause() != null));
    }

    private static ApiError silent(int status) {
        String message = "The provider answered with status " + status + " and no explanation.";
        return plain(status, "").worded(message, null);
    }

    /// Whether a body is a page for browsers, as the servers between a provider and the gateway send it.
    public static boolean isPage(String body) {
        return HtmlText.looksLike(Ws.trim(body));
    }

    /// Whether an object that came where an answer was expected is an error.
    public static boolean isError(Json.Obj object) {
        Json error = object.get("error");
        boolean said = error instanceof Json.Obj o && !o.members().isEmpty()
            || error instanceof Json.Str s && !Ws.blank(s.value());
        return said || "error".equals(object.text("type")) || "error".equals(object.text("object"));
    }

    /// The error of a stream's event whose data is no JSON object. Text, also a page, is the provider's explanation.
    /// What begins like JSON may be a part of the answer, of which a little is quoted, and it is an explanation only if
    /// it says so itself.
    ///
    /// @param why it is no JSON object, a clause
    public static ApiError ofEvent(String data, String why) {
        String words = Ws.trim(data);
        boolean likeJson = !words.isEmpty() && "{[\"".indexOf(words.charAt(0)) >= 0;
        String beginning = lower(words.substring(0, Math.min(words.length(), SAYS_ERROR)));
        if (!likeJson || beginning.contains("error")) return read(200, words);
        String quote = QuotedWords.of(ErrorText.clean(words), QUOTED);
        String message = "The provider sent an event that cannot be read (" + why + "): " + quote;
        return new ApiError(502, Kind.API, message, null, null, quote);
    }

    /// Reads an error object that was found in an answer or a stream.
    /// @param status HTTP status, or 0 if the error came with a success status
    public static ApiError of(int status, Json.Obj object) {
        Json.Obj inner = object.object("error");
        Json.Obj error = inner != null ? inner : object;
        String code = error.text("code");
        if (status < 400) status = Math.clamp(error.number("code", error.number("status", 0)), 0, 599);
        String message = message(object, error);
        String word = code == null && error.number("code", 0) == 401 ? "401" : lower(code);
        Kind kind = kind(status, word, lower(error.text("type")), lower(error.text("status")),
            ErrorHints.in(object.toString()));
        var read = new ApiError(statusOf(kind, status, code), kind, "", code, error.text("param"));
        return limited(status, quoted(read, message), object);
    }

    private static ApiError quoted(ApiError error, String words) {
        String clean = ErrorText.clean(words);
        return clean.isEmpty() ? error.worded("The provider reported an error without a word.", null)
            : error.worded(clean, clean);
    }

    /// An error without a code, for which a message is still to be found.
    private static ApiError plain(int status, String body) {
        Kind kind = kind(status, "", "", "", ErrorHints.in(body));
        return ApiError.of(statusOf(kind, status, null), kind, "");
    }

    /// Whether an object has words in a member in which some providers put an error's message. A turn of a chat is no
    /// message of an error.
    public static boolean explains(Json.Obj object) {
        for (String name : MESSAGES) {
            boolean turn = object.object(name) instanceof Json.Obj said && said.has("role");
            if (!turn && !Ws.blank(words(object.get(name)))) return true;
        }
        return false;
    }

    private static String message(Json.Obj object, Json.Obj error) {
        for (String name : MESSAGES) {
            String words = words(error.get(name));
            if (!Ws.blank(words)) {
                return error.object("metadata") instanceof Json.Obj more ? words + cause(more) : words;
            }
        }
        return object.toString();
    }

    /// The provider's own message, which a gateway in between quotes.
    private static String cause(Json.Obj metadata) {
        String raw = metadata.text("raw");
        return Ws.blank(raw) ? "" : " (" + raw + ")";
    }

    /// A message as text: a string, or a list of validation errors, each with its place.
    private static String words(Json value) {
        return switch (value) {
            case null -> null;
            case Json.Str s -> s.value();
            case Json.Arr list -> joined(list);
            case Json.Obj object -> object.text("message") != null ? object.text("message") : object.toString();
            case Json.Num _, Json.Bool _, Json.Null _ -> null;
        };
    }

    private static String joined(Json.Arr list) {
        var out = new StringBuilder();
        for (Json item : list.items()) {
            if (!out.isEmpty()) out.append("; ");
            if (item instanceof Json.Obj o && o.text("msg") != null) out.append(place(o)).append(o.text("msg"));
            else out.append(item instanceof Json.Str s ? s.value() : item.toString());
        }
        return out.toString();
    }

    private static String place(Json.Obj problem) {
        var out = new StringBuilder();
        for (Json step : problem.items("loc")) {
            if (!out.isEmpty()) out.append('.');
            out.append(step instanceof Json.Str s ? s.value() : step.toString());
        }
        return out.isEmpty() ? "" : out + ": ";
    }

    private static String lower(String word) {
        return word == null ? "" : Letters.lower(word);
    }

    /// A vendor's own code counts first, then the hints in the text if the status has many causes, then the status.
    private static Kind kind(int status, String code, String type, String state, ErrorHints hints) {
        for (String word : new String[] {code, type, state}) {
            Kind said = kindOf(word);
            if (said != null) return said;
        }
        boolean vague = status < 400 || status == 400 || status == 413 || status == 422 || status >= 500;
        if (vague && hints.overflow()) return Kind.CONTEXT_OVERFLOW;
        if ((vague || status == 403 || status == 429) && hints.billing()) return Kind.BILLING;
        if (status >= 400) return ApiError.kindOf(status);
        return type.equals("invalid_request_error") || blamesTheRequest(code) ? Kind.INVALID_REQUEST : Kind.API;
    }

    /// Whether a code, without a status, says that what was asked cannot be answered: such as `invalid_prompt`,
    /// `image_too_large` and `bio_policy` in a response that failed. Asking once more would end in the same way.
    private static boolean blamesTheRequest(String code) {
        return code.startsWith("invalid_") || code.contains("image") || code.contains("policy");
    }

    /// The kind that a vendor's code, type or status word means; null for a word without a meaning of its own.
    private static Kind kindOf(String word) {
        return switch (word) {
            case "context_length_exceeded", "context_window_exceeded", "prompt_too_long", "exceed_context_size_error" ->
                Kind.CONTEXT_OVERFLOW;
            case "insufficient_quota", "billing_error", "billing_hard_limit_reached", "billing_not_active",
                "insufficient_balance", "insufficient_credits", "payment_required", "quota_exceeded" -> Kind.BILLING;
            case "invalid_api_key", "authentication_error", "unauthenticated", "unauthorized", "api_key_invalid",
                "invalid_authentication", "authentication_failed", "unauthorized_error", "authenticationerror",
                "auth_error", "401" -> Kind.AUTHENTICATION;
            case "permission_error", "permission_denied", "permissiondenied", "forbidden",
                "unsupported_country_region_territory" ->
                Kind.PERMISSION;
            case "not_found_error", "model_not_found", "not_found" -> Kind.NOT_FOUND;
            case "conflict", "conflict_error" -> Kind.CONFLICT;
            case "request_too_large" -> Kind.TOO_LARGE;
            case "rate_limit_error", "rate_limit_exceeded", "requests", "tokens", "too_many_requests",
                "resource_exhausted" ->
                Kind.RATE_LIMIT;
            case "timeout_error", "request_timeout", "deadline_exceeded" -> Kind.TIMEOUT;
            case "overloaded_error", "overloaded", "service_unavailable_error", "service_unavailable", "unavailable" ->
                Kind.OVERLOADED;
            default -> null;
        };
    }

    /// The provider's status, with two exceptions: a context overflow is always a client error, and an error without a
    /// status gets the status of its kind, or the one that its vendor gives such an error outside a stream.
    private static int statusOf(Kind kind, int status, String code) {
        if (kind == Kind.CONTEXT_OVERFLOW) return 400;
        if (status >= 400) return status;
        if ("insufficient_quota".equals(code)) return 429;
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_OVERFLOW -> 400;
            case AUTHENTICATION -> 401;
            case BILLING -> 402;
            case PERMISSION -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case RATE_LIMIT -> 429;
            case TIMEOUT -> 504;
            case API -> 500;
            case OVERLOADED -> 529;
        };
    }
}
