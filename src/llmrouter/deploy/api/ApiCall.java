package llmrouter.deploy.api;

import java.nio.charset.StandardCharsets;

import llmrouter.config.secrets.SecretWords;
import llmrouter.json.Json;

/// One call of the API.
///
/// @param doing       for messages, e.g. `list the zones`
/// @param path        below the base URL, with its query
/// @param contentType null without a body
/// @param permission  that the token needs for it, or null
/// @param repeatable  whether doing it twice is the same as doing it once
/// @param hidden      what an answer must not repeat
record ApiCall(String doing, String method, String path, String contentType, byte[] body, ApiPermission permission,
        boolean repeatable, SecretWords hidden) {
    static ApiCall get(String doing, String path, ApiPermission permission) {
        return new ApiCall(doing, "GET", path, null, null, permission, true, SecretWords.NONE);
    }

    static ApiCall put(String doing, String path, Json body, ApiPermission permission) {
        return sending(doing, "PUT", path, body, permission, true);
    }

    static ApiCall post(String doing, String path, Json body, ApiPermission permission, boolean repeatable) {
        return sending(doing, "POST", path, body, permission, repeatable);
    }

    static ApiCall delete(String doing, String path, ApiPermission permission) {
        return new ApiCall(doing, "DELETE", path, null, null, permission, true, SecretWords.NONE);
    }

    private static ApiCall sending(String doing, String method, String path, Json body, ApiPermission permission,
            boolean repeatable) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return new ApiCall(doing, method, path, "application/json", bytes, permission, repeatable,
            SecretWords.NONE);
    }

    ApiCall hiding(SecretWords secrets) {
        return new ApiCall(doing, method, path, contentType, body, permission, repeatable, secrets);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
