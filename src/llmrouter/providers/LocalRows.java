package llmrouter.providers;

import java.util.List;

import static llmrouter.config.Endpoints.COMPACT;
import static llmrouter.config.Endpoints.COMPLETIONS;
import static llmrouter.config.Endpoints.COUNT_TOKENS;
import static llmrouter.config.Endpoints.EMBEDDINGS;
import static llmrouter.config.Endpoints.MODELS;
import static llmrouter.config.Format.CLAUDE;
import static llmrouter.config.Format.OPENAI;
import static llmrouter.config.Format.RESPONSES;

/// Programs that people run themselves. Most can be at any host and port: the rule for unknown base URLs is right for
/// them, and their rows have no host.
final class LocalRows {
    private LocalRows() {}

    static final List<KnownProvider> ROWS = List.of(
        KnownProvider.of("ollama", "Ollama", null, "http://localhost:11434/v1", List.of("*:11434"),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(EMBEDDINGS, COMPLETIONS, MODELS).spelled("/api"))
            .quirk("`/api` is Ollama's own format, which the gateway does not speak; the gateway asks `/v1` instead.")
            .checked("2026-11", "https://docs.ollama.com/api/openai-compatibility",
                "https://docs.ollama.com/api/anthropic-compatibility"),

        KnownProvider.of("lm-studio", "LM Studio", "LM_API_TOKEN", "http://localhost:1234/v1", List.of("*:1234"),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(EMBEDDINGS, COMPLETIONS, MODELS)
                .spelled("/api/v1", "/api"))
            .quirk("It needs a key only where its setting \"Require Authentication\" is on. `/api/v1` is LM Studio's "
                + "own format, which the gateway does not speak; the gateway asks `/v1` instead.")
            .checked("2026-11", "https://lmstudio.ai/docs/developer/openai-compat",
                "https://lmstudio.ai/docs/developer/anthropic-compat"),

        KnownProvider.of("llama-cpp", "llama.cpp", null, "http://localhost:8080/v1", List.of(),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(COUNT_TOKENS, EMBEDDINGS, COMPLETIONS, MODELS))
            .quirk("It needs a key only if it was started with `--api-key`.")
            .checked("2026-11", "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md"),

        KnownProvider.of("vllm", "vLLM", "VLLM_API_KEY", "http://localhost:8000/v1", List.of(),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(COUNT_TOKENS, EMBEDDINGS, COMPLETIONS, MODELS))
            .quirk("It needs a key only if it was started with `--api-key`, and reads it only as a bearer token: write "
                + "`\"auth\": \"bearer\"` for its Messages.")
            .checked("2026-11", "https://docs.vllm.ai/en/stable/serving/openai_compatible_server/"),

        KnownProvider.of("litellm", "LiteLLM", "LITELLM_API_KEY", "http://localhost:4000", List.of(),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(COUNT_TOKENS, EMBEDDINGS, COMPLETIONS, MODELS))
            .checked("2026-11", "https://docs.litellm.ai/docs/anthropic_unified"),

        KnownProvider.of("llm-router", "another llm-router", "ROUTER_KEY", "http://localhost:8787", List.of(),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(COUNT_TOKENS, COMPACT, EMBEDDINGS, COMPLETIONS, MODELS))
            .quirk("`/openai` and `/anthropic` in front of the version are taken too.")
            .checked("2026-11", "the README of this program"));
}
