package llmrouter.deploy.api;

/// A binding that a Worker has now, without its value.
///
/// @param type      e.g. `secret_text`, `plain_text`, `durable_object_namespace`
/// @param text      of a `plain_text`, else null
/// @param className of a `durable_object_namespace`, else null
public record KnownBinding(String name, String type, String text, String className) {
    public boolean isSecret() {
        return type.startsWith("secret_");
    }
}
