package llmrouter.providers;

import java.util.List;

import llmrouter.config.Auth;

import static llmrouter.config.Endpoints.COMPACT;
import static llmrouter.config.Endpoints.COMPLETIONS;
import static llmrouter.config.Endpoints.COUNT_TOKENS;
import static llmrouter.config.Endpoints.EMBEDDINGS;
import static llmrouter.config.Endpoints.MODELS;
import static llmrouter.config.Format.CLAUDE;
import static llmrouter.config.Format.OPENAI;
import static llmrouter.config.Format.RESPONSES;

/// Vendors that serve models of their own.
final class VendorRows {
    static final Auth BEARER = new Auth(Auth.Type.BEARER, null, "");

    private VendorRows() {}

    static final List<KnownProvider> ROWS = List.of(
        KnownProvider.of("openai", "OpenAI", "OPENAI_API_KEY", "https://api.openai.com/v1",
            List.of("api.openai.com", "*.api.openai.com"),
            ApiBase.at("/v1", RESPONSES, OPENAI).also(COMPACT, EMBEDDINGS, COMPLETIONS, MODELS))
            .quirk("Regional hosts, such as `eu.api.openai.com`, have the same paths.")
            .checked("2026-11", "https://developers.openai.com/api/reference/overview"),

        KnownProvider.of("anthropic", "Anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com",
            List.of("api.anthropic.com"),
            ApiBase.at("/v1", CLAUDE).also(COUNT_TOKENS, MODELS),
            ApiBase.at("/v1", OPENAI).also(MODELS).auth(BEARER).onlyForTrials())
            .quirk("Anthropic documents its Chat Completions for tests and comparisons only.")
            .checked("2026-11", "https://platform.claude.com/docs/en/api/overview",
                "https://platform.claude.com/docs/en/api/openai-sdk"),

        KnownProvider.of("gemini", "Google Gemini", "GEMINI_API_KEY",
            "https://generativelanguage.googleapis.com/v1beta/openai", List.of("generativelanguage.googleapis.com"),
            ApiBase.at("/v1beta/openai", OPENAI).also(EMBEDDINGS, MODELS).spelled("/v1beta", "/v1", "/v1/openai"))
            .quirk("`/v1beta` alone is Gemini's own format, which the gateway does not speak; the gateway asks the "
                + "OpenAI endpoint instead.")
            .checked("2026-11", "https://ai.google.dev/gemini-api/docs/openai"),

        KnownProvider.of("deepseek", "DeepSeek", "DEEPSEEK_API_KEY", "https://api.deepseek.com",
            List.of("api.deepseek.com"),
            ApiBase.at("", OPENAI).also(MODELS), ApiBase.at("/v1", OPENAI).also(MODELS),
            ApiBase.at("/beta", OPENAI).also(COMPLETIONS), ApiBase.at("/anthropic/v1", CLAUDE))
            .quirk("Completions are a beta endpoint, below `/beta`.")
            .checked("2026-11", "https://api-docs.deepseek.com/",
                "https://api-docs.deepseek.com/guides/anthropic_api"),

        KnownProvider.of("mistral", "Mistral AI", "MISTRAL_API_KEY", "https://api.mistral.ai/v1",
            List.of("api.mistral.ai", "codestral.mistral.ai"), ApiBase.at("/v1", OPENAI).also(EMBEDDINGS, MODELS))
            .quirk("Keys of `codestral.mistral.ai` are not those of `api.mistral.ai`.")
            .checked("2026-11", "https://docs.mistral.ai/resources/migration-guides"),

        KnownProvider.of("xai", "xAI", "XAI_API_KEY", "https://api.x.ai/v1", List.of("api.x.ai", "*.api.x.ai"),
            ApiBase.at("/v1", RESPONSES, OPENAI).also(MODELS))
            .quirk("Its Chat Completions are documented as legacy, its Messages as deprecated. "
                + "Regional hosts, such as `us.api.x.ai`, have the same paths.")
            .checked("2026-11", "https://docs.x.ai/developers/model-capabilities/text/comparison",
                "https://docs.x.ai/developers/regions"),

        KnownProvider.of("zai", "Z.ai", "ZAI_API_KEY", "https://api.z.ai/api/paas/v4",
            List.of("api.z.ai", "open.bigmodel.cn"),
            ApiBase.at("/api/paas/v4", OPENAI).also(EMBEDDINGS, MODELS).spelled("/api"),
            ApiBase.at("/api/coding/paas/v4", OPENAI).also(MODELS).spelled("/api/coding"),
            ApiBase.at("/api/anthropic/v1", CLAUDE).auth(BEARER))
            .quirk("Keys of the Coding Plan are good for `/api/coding/paas/v4` and `/api/anthropic`, not for "
                + "`/api/paas/v4`. The Chinese host is `open.bigmodel.cn`.")
            .checked("2026-11", "https://docs.z.ai/devpack/quick-start", "https://docs.z.ai/scenario-example"),

        KnownProvider.of("moonshot", "Moonshot AI", "MOONSHOT_API_KEY", "https://api.moonshot.ai/v1",
            List.of("api.moonshot.ai", "api.moonshot.cn"),
            ApiBase.at("/v1", OPENAI, RESPONSES).also(MODELS), ApiBase.at("/anthropic/v1", CLAUDE).auth(BEARER))
            .quirk("Keys of `api.moonshot.ai` and of `api.moonshot.cn` are not interchangeable.")
            .checked("2026-11", "https://platform.kimi.ai/docs/api/overview"),

        KnownProvider.of("kimi-code", "Kimi Code", "KIMI_API_KEY", "https://api.kimi.com/coding/v1",
            List.of("api.kimi.com"), ApiBase.at("/coding/v1", OPENAI, CLAUDE).also(MODELS))
            .quirk("Its keys are not those of Moonshot's pay-as-you-go API.")
            .checked("2026-11", "https://www.kimi.com/code/docs/"),

        KnownProvider.of("minimax", "MiniMax", "MINIMAX_API_KEY", "https://api.minimax.io/v1",
            List.of("api.minimax.io", "api.minimaxi.com"),
            ApiBase.at("/v1", OPENAI, RESPONSES).also(MODELS), ApiBase.at("/anthropic/v1", CLAUDE))
            .quirk("The Chinese host is `api.minimaxi.com`. In Chat Completions some models put their thinking into "
                + "the text, between `<think>` tags; Messages keep it apart.")
            .checked("2026-11", "https://platform.minimax.io/docs/api-reference/text-anthropic-api"),

        KnownProvider.of("alibaba-coding-plan", "Alibaba Coding Plan", "DASHSCOPE_API_KEY",
            "https://coding-intl.dashscope.aliyuncs.com/v1",
            List.of("coding-intl.dashscope.aliyuncs.com", "coding.dashscope.aliyuncs.com"),
            ApiBase.at("/v1", OPENAI), ApiBase.at("/apps/anthropic/v1", CLAUDE))
            .quirk("Its keys are not those of the pay-as-you-go hosts.")
            .models("main qwen3.5-plus", "code qwen3-coder-plus", "other glm-5", "other kimi-k2.5")
            .checked("2026-11", "https://www.alibabacloud.com/help/model-studio/base-url",
                "https://www.alibabacloud.com/help/en/model-studio/coding-plan"),

        KnownProvider.of("alibaba", "Alibaba Model Studio", "DASHSCOPE_API_KEY",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
            List.of("dashscope-intl.aliyuncs.com", "dashscope.aliyuncs.com", "dashscope-us.aliyuncs.com",
                "*.dashscope.aliyuncs.com", "*.maas.aliyuncs.com"),
            ApiBase.at("/compatible-mode/v1", OPENAI).also(EMBEDDINGS, MODELS),
            ApiBase.at("/apps/anthropic/v1", CLAUDE))
            .quirk("A key is good for one region. The hosts of a workspace, `WORKSPACE.REGION.maas.aliyuncs.com`, have "
                + "the same paths. `/api/v1` is Alibaba's own format, which the gateway does not speak.")
            .checked("2026-11", "https://www.alibabacloud.com/help/model-studio/base-url",
                "https://www.alibabacloud.com/help/en/model-studio/anthropic-api-messages"));
}
