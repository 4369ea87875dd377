package llmrouter.report;

import java.util.List;

/// The codes and types that error answers of the gateway carry in their bodies. The types are those of the vendors,
/// because the vendors' clients react to them; so several causes share one.
final class AnswerCodes {
    private static final String SEE_CODE = "The message says what happened; the header `x-llm-router-error` has the "
        + "exact code.";
    private static final String SHOW_NAMES = "`llm-router config list` shows the names; `GET /v1/models` lists them.";

    private AnswerCodes() {}

    private static CodeEntry code(String code, String meaning, String cause, String fix) {
        return CodeEntry.of(CodePlace.ERROR_CODE, code, meaning, cause, fix);
    }

    private static CodeEntry type(String code, String meaning, String cause, String fix) {
        return CodeEntry.of(CodePlace.ERROR_TYPE, code, meaning, cause, fix);
    }

    static List<CodeEntry> rows() {
        return List.of(
            // ── codes ──
            code("model_not_found", "no model or alias has this name (404)",
                "The name is misspelt, not configured, or its provider is disabled.", SHOW_NAMES
                    + " `llm-router config set-unknown-models ALIAS` names the alias that answers for all others."),
            code("model_not_allowed", "the client's key may not ask for this model (403)",
                "The key has a list of models under `masterKeys`, and this one is not in it.",
                "Ask for one of the models in the message, or add the model: `llm-router config add-key NAME "
                    + "--models=…`."),
            code("invalid_api_key", "the gateway got no key, or a wrong one (401); or the provider refused its own",
                "The client sends no `Authorization: Bearer` or `x-api-key` header, or the key is not one of the "
                    + "gateway's. A refusal by a provider names the provider in its message.",
                "Send the master key or a key of `llm-router config list-keys`. For a provider: see `auth_failed`."),
            code("provider_left_out", "every candidate's provider is left out (400)",
                "The keys of these providers cannot be had, so they are not called.",
                "`llm-router status` says which key is missing. See `left-out`."),
            code("rate_limit_exceeded", "too many requests (429)",
                "A cap of your configuration or a limit of the provider is reached; the message says which.",
                "Wait as long as `Retry-After` says, or add a target of another provider to the alias."),
            code("insufficient_quota", "the provider's account has no credit left",
                "The account at the provider is empty, or its own spending limit is reached.",
                "Add credit at the provider; then `llm-router wake PROVIDER`."),
            code("context_length_exceeded", "the conversation is too long for the model (400)",
                "The conversation and the wanted answer together have more tokens than the model takes.",
                "Shorten or compact the conversation, or ask for a model with a larger context window."),
            code("invalid_value", "the wanted length of the answer is too large for the model (400)",
                "`max_tokens` or its twin is above what the model can write.", "Send the number in the message."),
            code("previous_response_not_found", "the gateway does not know the earlier answer (400)",
                "`previous_response_id` names an answer that another gateway gave, or that is too old.",
                "Send the whole conversation without `previous_response_id`. Codex does so by itself."),
            code("sealed_summary", "a summary cannot be opened for the provider that is called (400)",
                "A provider made the summary of the earlier turns in a form that only it can read.",
                "Ask for a model of that provider, or start a new session."),
            code("thread_unsupported_request", "the thread is not known here (400)",
                "`thread` continues a conversation that only the provider of its last answer has.",
                "Send the whole conversation without `thread`. Claude Code does so by itself."),
            code("request_too_large", "the body is larger than the gateway or the provider takes (413)",
                "The request has large images or a very long history.",
                "Shorten it, or raise `LLM_ROUTER_MAX_REQUEST_BODY_BYTES` or the heap (`-Xmx`); the message says "
                    + "which."),
            code("overloaded", "the gateway or the provider has no room now (503, 529)",
                "The gateway serves as many requests as it may, has no memory for another body or answer, or is "
                    + "stopping; or the provider is overloaded.",
                "Send the request again later. `LLM_ROUTER_MAX_CONNECTIONS` and the heap (`-Xmx`) are the gateway's "
                    + "own limits."),
            code("invalid_prompt", "the request was refused inside a Responses stream",
                "The format has a closed list of codes; this one stands for every fault of the request.", SEE_CODE
                    + " `llm-router why ID` shows it of a stream."),
            code("server_error", "the call failed inside a Responses stream, or with a 5xx status",
                "The format has a closed list of codes; this one stands for every fault of a provider or the gateway.",
                "`llm-router why ID` names the cause; the id is in the header `x-llm-router-request-id`."),
            code("loop_detected", "the request came back to a gateway that it has passed (508)",
                "The base URL of a provider leads to this gateway itself, or two gateways name each other.",
                "`llm-router config show PROVIDER` shows the address that is asked; name the vendor's there."),
            CodeEntry.again(CodePlace.ERROR_CODE, "internal_error"),
            CodeEntry.again(CodePlace.ERROR_CODE, "timeout"),
            CodeEntry.again(CodePlace.ERROR_CODE, "not_found"),
            // ── types ──
            type("invalid_request_error", "the request cannot be served as it is (400, 404, 413 and others)",
                "A field, the model's name or the path is wrong.", SEE_CODE),
            type("authentication_error", "a key was refused (401)",
                "The client's key is not one of the gateway's, or the provider refused the gateway's key.",
                "The message says whose key. See `invalid_api_key` and `auth_failed`."),
            type("permission_error", "the request is not allowed (403)",
                "The client's key, address or web page may not do this, or the provider's account may not.", SEE_CODE),
            type("billing_error", "the provider's account has no credit left (402)",
                "The account at the provider is empty.", "Add credit at the provider; then `llm-router wake "
                    + "PROVIDER`."),
            type("not_found_error", "there is no such path, model or object (404)",
                "The model's name or the path is wrong.", SHOW_NAMES),
            type("rate_limit_error", "too many requests (429)",
                "A cap of your configuration or a limit of the provider is reached.",
                "Wait as long as `Retry-After` says. See `rate_limited`."),
            type("timeout_error", "a time limit passed (408, 504)",
                "The provider took too long, or the client sent its request too slowly.", SEE_CODE),
            type("api_error", "the call failed (500, 502 and others)",
                "The provider or the network failed, or the provider's answer could not be used.",
                "`llm-router why ID` names the cause."),
            type("overloaded_error", "the gateway or the provider has no room now (503, 529)",
                "The gateway serves as many requests as it may or is stopping, or the provider is overloaded.",
                "Send the request again later."),
            CodeEntry.again(CodePlace.ERROR_TYPE, "request_too_large"),
            CodeEntry.again(CodePlace.ERROR_TYPE, "insufficient_quota"),
            CodeEntry.again(CodePlace.ERROR_TYPE, "server_error"));
    }
}
