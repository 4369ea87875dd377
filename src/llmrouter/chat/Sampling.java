package llmrouter.chat;

import java.util.List;

import llmrouter.json.Json;

/// Sampling parameters. Numbers keep their spelling; an absent number is null, `stop` is never null.
public record Sampling(Json.Num temperature, Json.Num topP, Json.Num topK, List<String> stop, Json.Num seed,
        Json.Num frequencyPenalty, Json.Num presencePenalty) {
    public static final Sampling NONE = new Sampling(null, null, null, List.of(), null, null, null);

    public Sampling withoutStop() {
        return stop.isEmpty() ? this
            : new Sampling(temperature, topP, topK, List.of(), seed, frequencyPenalty, presencePenalty);
    }
}
