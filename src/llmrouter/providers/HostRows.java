package llmrouter.providers;

import java.util.List;

import static llmrouter.config.Endpoints.COMPLETIONS;
import static llmrouter.config.Endpoints.EMBEDDINGS;
import static llmrouter.config.Endpoints.MODELS;
import static llmrouter.config.Format.CLAUDE;
import static llmrouter.config.Format.OPENAI;
import static llmrouter.config.Format.RESPONSES;
import static llmrouter.providers.VendorRows.BEARER;

/// Hosts of other vendors' models, and public gateways to them.
final class HostRows {
    private HostRows() {}

    static final List<KnownProvider> ROWS = List.of(
        KnownProvider.of("openrouter", "OpenRouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1",
            List.of("openrouter.ai", "eu.openrouter.ai"),
            ApiBase.at("/api/v1", OPENAI, CLAUDE, RESPONSES).also(MODELS).auth(BEARER))
            .checked("2026-11", "https://openrouter.ai/docs/quickstart",
                "https://openrouter.ai/docs/api/api-reference/anthropic-messages/create-a-message"),

        KnownProvider.of("github-models", "GitHub Models", "GITHUB_TOKEN", "https://models.github.ai/inference",
            List.of("models.github.ai"),
            ApiBase.at("/inference", OPENAI).also(EMBEDDINGS), ApiBase.at("/orgs/{org}/inference", OPENAI)
                .also(EMBEDDINGS))
            .quirk("The token needs the permission `models: read`. Model ids begin with their publisher: `openai/…`.")
            .models("main openai/gpt-5", "small openai/gpt-5-mini", "other openai/gpt-4.1")
            .checked("2026-11", "https://docs.github.com/en/rest/models/inference"),

        KnownProvider.of("groq", "Groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1", List.of("api.groq.com"),
            ApiBase.at("/openai/v1", OPENAI, RESPONSES).also(MODELS).spelled("/v1"))
            .checked("2026-11", "https://console.groq.com/docs/openai"),

        KnownProvider.of("together", "Together AI", "TOGETHER_API_KEY", "https://api.together.ai/v1",
            List.of("api.together.ai", "api.together.xyz"),
            ApiBase.at("/v1", OPENAI).also(EMBEDDINGS, COMPLETIONS, MODELS))
            .quirk("The older host `api.together.xyz` has the same paths.")
            .checked("2026-11", "https://docs.together.ai/docs/openai-api-compatibility"),

        KnownProvider.of("fireworks", "Fireworks AI", "FIREWORKS_API_KEY", "https://api.fireworks.ai/inference/v1",
            List.of("api.fireworks.ai", "us.api.fireworks.ai"),
            ApiBase.at("/inference/v1", OPENAI, CLAUDE, RESPONSES).also(EMBEDDINGS, COMPLETIONS, MODELS)
                .spelled("/v1").auth(BEARER))
            .quirk("Model ids are full names: `accounts/fireworks/models/…`.")
            .checked("2026-11", "https://docs.fireworks.ai/tools-sdks/openai-compatibility",
                "https://docs.fireworks.ai/tools-sdks/anthropic-compatibility"),

        KnownProvider.of("cerebras", "Cerebras", "CEREBRAS_API_KEY", "https://api.cerebras.ai/v1",
            List.of("api.cerebras.ai"), ApiBase.at("/v1", OPENAI).also(MODELS))
            .checked("2026-11", "https://inference-docs.cerebras.ai/resources/openai"),

        KnownProvider.of("nvidia", "NVIDIA", "NVIDIA_API_KEY", "https://integrate.api.nvidia.com/v1",
            List.of("integrate.api.nvidia.com"), ApiBase.at("/v1", OPENAI).also(EMBEDDINGS, MODELS))
            .checked("2026-11", "https://build.nvidia.com/"),

        KnownProvider.of("huggingface", "Hugging Face Inference Providers", "HF_TOKEN",
            "https://router.huggingface.co/v1", List.of("router.huggingface.co"),
            ApiBase.at("/v1", OPENAI, RESPONSES).also(MODELS))
            .quirk("The token needs the permission to call Inference Providers. `:PROVIDER` behind a model's id "
                + "chooses the provider that serves it.")
            .checked("2026-11", "https://huggingface.co/docs/inference-providers/guides/responses-api"),

        KnownProvider.of("perplexity", "Perplexity", "PERPLEXITY_API_KEY", "https://api.perplexity.ai",
            List.of("api.perplexity.ai"), ApiBase.at("", OPENAI), ApiBase.at("/v1", RESPONSES))
            .models("main sonar-pro", "small sonar", "reasoning sonar-reasoning-pro", "research sonar-deep-research")
            .checked("2026-11", "https://docs.perplexity.ai/docs/grounded-llm/openai-compatibility",
                "https://docs.perplexity.ai/docs/sonar/models"),

        KnownProvider.of("ollama-cloud", "Ollama's cloud", "OLLAMA_API_KEY", "https://ollama.com/v1",
            List.of("ollama.com"),
            ApiBase.at("/v1", OPENAI, CLAUDE, RESPONSES).also(MODELS).spelled("/api").auth(BEARER))
            .checked("2026-11", "https://docs.ollama.com/api/anthropic-compatibility"));
}
