package llmrouter.providers;

import java.util.List;

import llmrouter.config.Auth;
import llmrouter.config.Format;

import static llmrouter.config.Endpoints.COMPACT;
import static llmrouter.config.Endpoints.COMPLETIONS;
import static llmrouter.config.Endpoints.COUNT_TOKENS;
import static llmrouter.config.Endpoints.EMBEDDINGS;
import static llmrouter.config.Endpoints.MODELS;
import static llmrouter.config.Format.CLAUDE;
import static llmrouter.config.Format.OPENAI;
import static llmrouter.config.Format.RESPONSES;
import static llmrouter.providers.VendorRows.BEARER;

/// Clouds: their addresses hold an account, a resource or a project.
final class CloudRows {
    private static final Auth API_KEY = new Auth(Auth.Type.HEADER, "api-key", "");

    private CloudRows() {}

    static final List<KnownProvider> ROWS = List.of(
        KnownProvider.of("azure", "Azure OpenAI", "AZURE_OPENAI_API_KEY",
            "https://{resource}.openai.azure.com/openai/v1",
            List.of("*.openai.azure.com", "*.cognitiveservices.azure.com", "*.services.ai.azure.com"),
            ApiBase.at("/openai", RESPONSES).also(MODELS).auth(API_KEY).onlyDated(),
            ApiBase.at("/openai/v1", RESPONSES, OPENAI).also(COMPACT, EMBEDDINGS, COMPLETIONS, MODELS).auth(API_KEY)
                .version(""),
            ApiBase.at("/openai/deployments/{deployment}", OPENAI).also(EMBEDDINGS, COMPLETIONS).auth(API_KEY)
                .version("2024-10-21"),
            ApiBase.at("/models", OPENAI).also(EMBEDDINGS).auth(API_KEY).version("2024-05-01-preview"),
            ApiBase.at("/api/projects/{project}/openai/v1", RESPONSES, OPENAI).auth(API_KEY).version("")
                .spelled("/api/projects/{project}"),
            ApiBase.at("/anthropic/v1", CLAUDE).also(COUNT_TOKENS).version(""))
            .quirk("A model's id is the name of its deployment. `/openai/v1` takes no dated `api-version`; the address "
                + "of a deployment needs one, and gets 2024-10-21 if the base URL has none. For a token of Entra ID in "
                + "place of a key write `\"auth\": \"bearer\"`.")
            .checked("2026-11", "https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle",
                "https://learn.microsoft.com/azure/ai-foundry/openai/reference",
                "https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry"),

        KnownProvider.of("vertex", "Google Vertex AI", null,
            "https://aiplatform.googleapis.com/v1/projects/{project}/locations/global/endpoints/openapi",
            List.of("aiplatform.googleapis.com", "*-aiplatform.googleapis.com", "*.rep.googleapis.com"),
            ApiBase.at("/v1/projects/{project}/locations/{location}/endpoints/{endpoint}", OPENAI),
            ApiBase.at("/v1beta1/projects/{project}/locations/{location}/endpoints/{endpoint}", OPENAI))
            .quirk("The key is an access token that ends after an hour, as `gcloud auth print-access-token` prints it. "
                + "Model ids begin with their publisher: `google/…`.")
            .models("main google/gemini-2.5-pro", "small google/gemini-2.5-flash")
            .checked("2026-11", "https://docs.cloud.google.com/vertex-ai/generative-ai/docs/migrate/openai/overview",
                "https://docs.cloud.google.com/vertex-ai/generative-ai/docs/migrate/openai/auth-and-credentials"),

        KnownProvider.of("cloudflare", "Cloudflare Workers AI and AI Gateway", "CLOUDFLARE_API_TOKEN",
            "https://api.cloudflare.com/client/v4/accounts/{account}/ai/v1", List.of("api.cloudflare.com"),
            ApiBase.at("/client/v4/accounts/{account}/ai/v1", OPENAI, RESPONSES, CLAUDE).also(EMBEDDINGS).auth(BEARER))
            .quirk("The header `cf-aig-gateway-id` chooses a gateway of the account (`headers` of the provider).")
            .models("main @cf/moonshotai/kimi-k2.6", "small @cf/zai-org/glm-4.7-flash", "other @cf/openai/gpt-oss-120b")
            .checked("2026-11", "https://developers.cloudflare.com/changelog/post/2026-05-21-rest-api/",
                "https://developers.cloudflare.com/workers-ai/models/",
                "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/"),

        KnownProvider.of("cloudflare-gateway", "Cloudflare AI Gateway, by its own host", "CF_AIG_TOKEN",
            "https://gateway.ai.cloudflare.com/v1/{account}/{gateway}/compat", List.of("gateway.ai.cloudflare.com"),
            gateway("compat", OPENAI).spelled("/v1/{account}/{gateway}"),
            ApiBase.at("/v1/{account}/{gateway}/openai", RESPONSES, OPENAI).also(EMBEDDINGS, MODELS),
            ApiBase.at("/v1/{account}/{gateway}/anthropic/v1", CLAUDE).also(COUNT_TOKENS, MODELS),
            gateway("workers-ai/v1", OPENAI), gateway("mistral/v1", OPENAI), gateway("grok/v1", OPENAI),
            gateway("openrouter/v1", OPENAI), gateway("groq", OPENAI), gateway("deepseek", OPENAI),
            gateway("azure-openai/{resource}/{deployment}", OPENAI).auth(API_KEY).version("2024-10-21"))
            .withAKeyForEachBase()
            .quirk("The path of a provider takes that provider's key. A gateway with authentication also wants the "
                + "header `cf-aig-authorization: Bearer TOKEN` (`headers` of the provider).")
            .checked("2026-11", "https://developers.cloudflare.com/ai-gateway/chat-completion/",
                "https://developers.cloudflare.com/ai-gateway/usage/providers/"));

    private static ApiBase gateway(String path, Format format) {
        return ApiBase.at("/v1/{account}/{gateway}/" + path, format);
    }
}
