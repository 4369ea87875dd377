package llmrouter.deploy.api;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.HttpCalls;
import llmrouter.deploy.HttpCalls.CallAnswer;
import llmrouter.deploy.HttpCalls.CallRequest;
import llmrouter.deploy.api.CloudflareError.ApiFailure;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.json.lenient.LenientJson;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// Makes calls of the API and reads its envelope, `{"success", "errors", "result"}`. Calls that may be repeated are
/// repeated when the connection breaks and when the API has a trouble of its own; every call is repeated when the API
/// refuses it because there were too many.
final class ApiCaller {
    private static final int PAGE_SIZE = 50;
    private static final int MOST_PAGES = 400;
    private static final int LONGEST_QUOTE = 160;

    private final ApiAccess access;
    private final HttpCalls http;
    private final ApiLimits limits;

    ApiCaller(ApiAccess access, HttpCalls http, ApiLimits limits) {
        this.access = access;
        this.http = http;
        this.limits = limits;
    }

    /// The member `result` of the answer; JSON null if it has none.
    Json call(ApiCall call) throws CloudflareError {
        Json result = envelope(call).get("result");
        return result == null ? Json.Null.NULL : result;
    }

    /// The items of a list that is not in pages.
    ///
    /// @throws CloudflareError the answer has something else: to take that for an empty list would hide what is there
    List<Obj> items(ApiCall call) throws CloudflareError {
        if (!(call(call) instanceof Json.Arr list)) throw noList(call);
        var items = new ArrayList<Obj>();
        for (Json item : list.items()) {
            if (!(item instanceof Obj object)) throw noList(call);
            items.add(object);
        }
        return items;
    }

    private static CloudflareError noList(ApiCall call) {
        return new CloudflareError(new ApiFailure(call.doing(), 0, 0, "the answer has no list", null,
            ApiFixes.OTHER_SERVER, false));
    }

    /// The items of all pages of a list.
    ///
    /// @param path with a query or without one
    List<Obj> list(String doing, String path, ApiPermission permission) throws CloudflareError {
        var items = new ArrayList<Obj>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            String query = (path.indexOf('?') < 0 ? "?" : "&") + "per_page=" + PAGE_SIZE + "&page=" + page;
            Obj answer = envelope(ApiCall.get(doing, path + query, permission));
            List<Obj> more = answer.objects("result");
            items.addAll(more);
            Obj info = answer.object("result_info");
            long pages = info == null ? 1 : info.number("total_pages", more.size() < PAGE_SIZE ? page : page + 1L);
            if (page >= pages || more.isEmpty()) return items;
        }
        return items;
    }

    private Obj envelope(ApiCall call) throws CloudflareError {
        for (int attempt = 1;; attempt++) {
            CallAnswer answer = send(call);
            Obj body = answer.failure() == null ? parsed(answer.body()) : null;
            boolean good = body != null && answer.status() / 100 == 2 && !says(body, "success", false);
            if (good) return body;
            if (attempt >= limits.attempts() || !isRepeated(call, answer)) throw error(call, answer, body);
            pause(answer, attempt, call);
        }
    }

    private CallAnswer send(ApiCall call) throws CloudflareError {
        var headers = new ArrayList<>(List.of(new Header("authorization", "Bearer " + access.token()),
            new Header("accept", "application/json")));
        if (call.contentType() != null) headers.add(new Header("content-type", call.contentType()));
        boolean upload = call.contentType() != null && call.contentType().startsWith("multipart/");
        var request = new CallRequest(call.method(), access.baseUrl() + call.path(), HeaderMap.of(headers),
            call.body(), upload ? limits.uploadMs() : limits.callMs());
        try {
            return http.send(request);
        } catch (InterruptedException _) {
            throw interrupted(call);
        }
    }

    private static CloudflareError interrupted(ApiCall call) {
        Thread.currentThread().interrupt();
        return new CloudflareError(new ApiFailure(call.doing(), 0, 0, "the command was interrupted", null,
            "run the command again", true));
    }

    private static boolean says(Obj body, String member, boolean value) {
        return body.get(member) instanceof Json.Bool(boolean said) && said == value;
    }

    /// How long the API wants to be left alone; negative if it does not say.
    private static long told(CallAnswer answer) {
        return RetryAfter.ms(answer.headers(), System.currentTimeMillis() / 1000);
    }

    private boolean isRepeated(ApiCall call, CallAnswer answer) {
        if (told(answer) > limits.longestMs()) return false;
        if (answer.status() == 429) return true;
        boolean trouble = answer.failure() != null || answer.status() >= 500;
        return call.repeatable() && trouble;
    }

    private void pause(CallAnswer answer, int attempt, ApiCall call) throws CloudflareError {
        long told = told(answer);
        long ms = told >= 0 ? told : limits.pauseMs() << (attempt - 1);
        try {
            Thread.sleep(ms);
        } catch (InterruptedException _) {
            throw interrupted(call);
        }
    }

    /// Null if the text is no JSON object.
    private static Obj parsed(String text) {
        try {
            return LenientJson.read(text).values().getFirst() instanceof Obj object ? object : null;
        } catch (JsonError _) {
            return null;
        }
    }

    private CloudflareError error(ApiCall call, CallAnswer answer, Obj body) {
        if (answer.failure() != null) {
            return new CloudflareError(new ApiFailure(call.doing(), 0, 0, answer.failure(), null,
                ApiFixes.of(0, 0, null), answer.reached()));
        }
        Obj first = body == null ? null : first(body);
        int code = first == null ? 0 : (int) first.number("code", 0);
        String said = first == null ? null : first.text("message");
        if (said == null || said.isEmpty()) said = unexplained(answer, body, call);
        boolean lacks = answer.status() == 401 || answer.status() == 403 || code == ApiFixes.AUTHENTICATION
            || code == ApiFixes.UNAUTHORIZED;
        return new CloudflareError(new ApiFailure(call.doing(), answer.status(), code, clean(said, call),
            lacks ? call.permission() : null, fix(call, answer, body, code),
            mayHaveWorked(answer, body)));
    }

    private String fix(ApiCall call, CallAnswer answer, Obj body, int code) {
        if (body == null && answer.status() < 400) return ApiFixes.OTHER_SERVER;
        if (told(answer) > limits.longestMs()) {
            return "Cloudflare wants no call for " + TimeWords.of(told(answer)) + "; run the command again after that";
        }
        return ApiFixes.of(answer.status(), code, call.permission());
    }

    /// A good status with a text that is not the API's may be the end of a call that was done.
    private static boolean mayHaveWorked(CallAnswer answer, Obj body) {
        return answer.status() >= 500 || body == null && answer.status() / 100 == 2;
    }

    /// The first error, or the first of the errors that led to it, which says more.
    private static Obj first(Obj body) {
        List<Obj> errors = body.objects("errors");
        if (errors.isEmpty()) return null;
        List<Obj> chain = errors.getFirst().objects("error_chain");
        return chain.isEmpty() ? errors.getFirst() : chain.getFirst();
    }

    private String unexplained(CallAnswer answer, Obj body, ApiCall call) {
        if (body != null) return "the answer does not say why";
        String text = Printable.of(clean(answer.body(), call), LONGEST_QUOTE);
        return text.isEmpty() ? "the answer is empty" : "the answer is not what the API sends: " + text;
    }

    /// Some proxies quote the request in their pages, and so may the API.
    private String clean(String text, ApiCall call) {
        return call.hidden().and(access.token()).without(text);
    }
}
