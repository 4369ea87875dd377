package llmrouter.deploy.api;

import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.api.WorkerBinding.DurableObjectClass;
import llmrouter.deploy.api.WorkerBinding.PlainText;
import llmrouter.deploy.api.WorkerBinding.SecretText;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// The metadata of an upload (developers.cloudflare.com, "Multipart upload metadata").
final class UploadForm {
    private UploadForm() {}

    static MultipartBody of(WorkerUpload upload) {
        return new MultipartBody().field("metadata", metadata(upload).toString())
            .module(WorkerModules.SHIM, upload.modules().shim())
            .module(WorkerModules.GATEWAY, upload.modules().gateway());
    }

    /// Secrets that are not named are kept: the master key that was set by itself, and the pieces of the earlier
    /// configuration, which the version before still needs.
    static Obj metadata(WorkerUpload upload) {
        Arr bindings = Json.array();
        for (WorkerBinding binding : upload.bindings()) bindings.add(binding(binding));
        Obj metadata = Json.object().put("main_module", WorkerModules.SHIM)
            .put("compatibility_date", upload.compatibilityDate())
            .put("compatibility_flags", Json.strings(upload.compatibilityFlags()))
            .put("bindings", bindings)
            .put("keep_bindings", Json.array(Json.of("secret_text"), Json.of("secret_key")))
            .put("observability", Json.object().put("enabled", true));
        if (upload.newClass() != null) metadata.put("migrations", migration(upload.newClass()));
        return metadata;
    }

    private static Obj migration(String newClass) {
        return Json.object().put("new_tag", WorkerUpload.MIGRATION_TAG)
            .put("new_sqlite_classes", Json.array(Json.of(newClass)));
    }

    private static Obj binding(WorkerBinding binding) {
        return switch (binding) {
            case PlainText(String name, String text) ->
                Json.object().put("type", "plain_text").put("name", name).put("text", text);
            case SecretText(String name, String text) ->
                Json.object().put("type", "secret_text").put("name", name).put("text", text);
            case DurableObjectClass(String name, String className) ->
                Json.object().put("type", "durable_object_namespace").put("name", name).put("class_name", className);
        };
    }
}
