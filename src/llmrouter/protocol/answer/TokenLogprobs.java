package llmrouter.protocol.answer;

import llmrouter.json.Json;

/// The probabilities of tokens in answers of both OpenAI formats. Their tokens have the same members, `token`, `bytes`,
/// `logprob` and `top_logprobs`; only unknown bytes are said in different ways.
public final class TokenLogprobs {
    private TokenLogprobs() {}

    /// As Chat Completions has them: unknown bytes are null.
    public static Json.Arr chat(Json.Arr tokens) {
        return written(tokens, Json.Null.NULL);
    }

    /// As Responses has them: unknown bytes are an empty array.
    public static Json.Arr responses(Json.Arr tokens) {
        return written(tokens, Json.array());
    }

    private static Json.Arr written(Json.Arr tokens, Json unknownBytes) {
        Json.Arr written = Json.array();
        for (Json item : tokens.items()) {
            if (!(item instanceof Json.Obj token)) continue;
            Json.Obj own = token(token, unknownBytes);
            Json.Arr likely = Json.array();
            for (Json other : token.items("top_logprobs")) {
                if (other instanceof Json.Obj o) likely.add(token(o, unknownBytes));
            }
            written.add(own.put("top_logprobs", likely));
        }
        return written;
    }

    private static Json.Obj token(Json.Obj token, Json unknownBytes) {
        Json bytes = token.get("bytes");
        return Json.object().put("token", token.get("token")).put("bytes", Json.isNull(bytes) ? unknownBytes : bytes)
            .put("logprob", token.get("logprob"));
    }
}
