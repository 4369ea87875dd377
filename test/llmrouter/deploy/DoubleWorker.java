package llmrouter.deploy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import llmrouter.deploy.LiveWorker.Bound;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A Worker of a make-believe account: its versions, which one is live, and its classes of Durable Objects. The rules
/// and codes are those that Cloudflare's documentation and reports of its users name.
final class DoubleWorker {
    private static final Set<String> FLAGS = Set.of("enable_request_signal", "nodejs_compat",
        "global_fetch_strictly_public");
    private static final int LONGEST_VALUE = 5 * 1024;

    /// @param tag of the migrations until then
    record Version(String id, int number, LiveWorker worker, String tag) {}

    final List<Version> versions = new ArrayList<>();
    /// Ids of versions, the present one last.
    final List<String> deployments = new ArrayList<>();
    final Set<String> classes = new TreeSet<>();
    private final int mostVariables;
    private final boolean freePlan;
    String tag;
    boolean workersDev;
    boolean previews = true;

    DoubleWorker(int mostVariables, boolean freePlan) {
        this.mostVariables = mostVariables;
        this.freePlan = freePlan;
    }

    LiveWorker live() {
        return deployments.isEmpty() ? null : version(deployments.getLast()).worker();
    }

    Version version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst().orElse(null);
    }

    /// A plain upload: it is live at once.
    void upload(UploadedForm form) throws ApiRefusal {
        deployments.add(made(form).id());
    }

    private Version made(UploadedForm form) throws ApiRefusal {
        Obj metadata = form.metadata();
        var bindings = bindings(metadata);
        LiveWorker before = live();
        if (before != null) {
            List<String> kept = metadata.texts("keep_bindings");
            before.bindings().forEach((name, bound) -> {
                if (kept.contains(bound.type())) bindings.putIfAbsent(name, bound);
            });
        }
        var worker = new LiveWorker(modules(form), date(metadata), flags(metadata), bindings);
        Set<String> made = migrated(metadata.object("migrations"));
        check(bindings, made);
        if (metadata.object("migrations") instanceof Obj migrations) tag = migrations.text("new_tag");
        classes.addAll(made);
        return version(worker);
    }

    private static Map<String, byte[]> modules(UploadedForm form) throws ApiRefusal {
        String main = form.metadata().text("main_module");
        if (!form.modules().containsKey(main)) throw new ApiRefusal(400, 10021, "No such module: " + main);
        var modules = new LinkedHashMap<String, byte[]>();
        modules.put(main, form.modules().get(main));
        modules.putAll(form.modules());
        return modules;
    }

    private static String date(Obj metadata) throws ApiRefusal {
        String date = metadata.text("compatibility_date");
        if (date == null || !date.matches("\\d{4}-\\d\\d-\\d\\d")) {
            throw new ApiRefusal(400, 10021, "The compatibility date is " + date);
        }
        return date;
    }

    private static List<String> flags(Obj metadata) throws ApiRefusal {
        for (String flag : metadata.texts("compatibility_flags")) {
            if (!FLAGS.contains(flag)) throw new ApiRefusal(400, 10021, "No such compatibility flag: " + flag);
        }
        return metadata.texts("compatibility_flags");
    }

    private static Map<String, Bound> bindings(Obj metadata) throws ApiRefusal {
        var bindings = new LinkedHashMap<String, Bound>();
        for (Obj binding : metadata.objects("bindings")) {
            String type = Objects.requireNonNullElse(binding.text("type"), "none");
            String value = switch (type) {
                case "plain_text", "secret_text" -> binding.text("text");
                case "durable_object_namespace" -> binding.text("class_name");
                default -> throw new ApiRefusal(400, 10021, "binding " + binding.text("name") + " has type " + type);
            };
            if (value == null) throw new ApiRefusal(400, 10021, "binding " + binding.text("name") + " has no value");
            if (bindings.put(binding.text("name"), new Bound(type, value)) != null) {
                throw new ApiRefusal(400, 10021, "binding " + binding.text("name") + " is given twice");
            }
        }
        return bindings;
    }

    /// The classes that there are with the migration of an upload.
    private Set<String> migrated(Obj migrations) throws ApiRefusal {
        var all = new TreeSet<>(classes);
        if (migrations == null) return all;
        if (freePlan && !migrations.items("new_classes").isEmpty()) {
            throw new ApiRefusal(400, 10097, "In order to use Durable Objects with a free plan, you must create a "
                + "namespace using a `new_sqlite_classes` migration.");
        }
        if (!Objects.equals(tag, migrations.text("old_tag"))) {
            throw new ApiRefusal(412, 10079, "The tag of the migrations is " + tag);
        }
        for (String made : migrations.texts("new_sqlite_classes")) {
            if (!all.add(made)) throw new ApiRefusal(400, 10074, "Cannot apply new-class migration to class " + made);
        }
        return all;
    }

    private void check(Map<String, Bound> bindings, Set<String> made) throws ApiRefusal {
        for (Map.Entry<String, Bound> one : bindings.entrySet()) {
            Bound bound = one.getValue();
            if (bound.type().equals("durable_object_namespace") && !made.contains(bound.value())) {
                throw new ApiRefusal(400, 10061, "Cannot create binding for class " + bound.value()
                    + " that is not exported or has no migration");
            }
            checkSize(one.getKey(), bound.value());
        }
        if (bindings.size() > mostVariables) throw new ApiRefusal(400, 10052, "Too many variables");
    }

    private static void checkSize(String name, String value) throws ApiRefusal {
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
            throw new ApiRefusal(400, 10054, name + " is larger than 5 KB");
        }
    }

    /// A version that is not live. It may not change the classes.
    Json uploadVersion(UploadedForm form) throws ApiRefusal {
        if (form.metadata().object("migrations") != null) {
            throw new ApiRefusal(400, 10211, "Version upload does not support migrations");
        }
        return versionJson(made(form), true);
    }

    void putSecret(Obj secret) throws ApiRefusal {
        checkSize(secret.text("name"), secret.text("text"));
        boolean isNew = live().text(secret.text("name")) == null;
        if (isNew && live().bindings().size() >= mostVariables) throw new ApiRefusal(400, 10052, "Too many variables");
        publish(live().with(secret.text("name"), new Bound(secret.text("type"), secret.text("text"))));
    }

    void deleteSecret(String name) throws ApiRefusal {
        if (!live().secrets().contains(name)) throw new ApiRefusal(404, 10056, "Binding " + name + " not found");
        publish(live().with(name, null));
    }

    private void publish(LiveWorker worker) {
        deployments.add(version(worker).id());
    }

    private Version version(LiveWorker worker) {
        var version = new Version(UUID.randomUUID().toString(), versions.size() + 1, worker, tag);
        versions.add(version);
        return version;
    }

    /// Goes back to a version, which is refused where secrets have changed since, unless it is forced.
    void deploy(String id, boolean force) throws ApiRefusal {
        Version wanted = version(id);
        if (wanted == null) throw new ApiRefusal(404, 10208, "The version " + id + " does not exist");
        Version now = version(deployments.getLast());
        if (!Objects.equals(wanted.tag(), now.tag())) {
            throw new ApiRefusal(400, 10212, "A Durable Object migration lies between the versions");
        }
        var changed = new TreeSet<String>();
        var names = new TreeSet<>(wanted.worker().secrets());
        names.addAll(now.worker().secrets());
        for (String name : names) {
            if (!Objects.equals(wanted.worker().text(name), now.worker().text(name))) changed.add(name);
        }
        if (!changed.isEmpty() && !force) {
            throw new ApiRefusal(400, 10220, "You cannot roll back to this version without force. The following "
                + "secrets have changed: " + String.join(", ", changed));
        }
        deployments.add(id);
    }

    /// The bindings as the API shows them: without the values of secrets.
    static Json shown(LiveWorker worker) {
        var list = Json.array();
        worker.bindings().forEach((name, bound) -> {
            Obj shown = Json.object().put("name", name).put("type", bound.type());
            if (bound.type().equals("plain_text")) shown.put("text", bound.value());
            if (bound.type().equals("durable_object_namespace")) shown.put("class_name", bound.value());
            list.add(shown);
        });
        return list;
    }

    Json versionsJson() {
        var items = Json.array();
        for (Version version : versions.reversed()) items.add(versionJson(version, false));
        return Json.object().put("items", items);
    }

    static Obj versionJson(Version version, boolean detailed) {
        Obj json = Json.object().put("id", version.id()).put("number", version.number()).put("metadata", Json.object()
            .put("created_on", "2026-12-01T10:00:%02dZ".formatted(version.number())).put("source", "api"));
        if (!detailed) return json;
        Obj runtime = Json.object().put("compatibility_date", version.worker().compatibilityDate())
            .put("migration_tag", version.tag());
        return json.put("resources", Json.object().put("bindings", shown(version.worker()))
            .put("script_runtime", runtime));
    }

    Json deploymentsJson() {
        var items = Json.array();
        for (int i = deployments.size() - 1; i >= 0; i--) {
            var share = Json.object().put("version_id", deployments.get(i)).put("percentage", 100);
            items.add(Json.object().put("id", "d" + i).put("strategy", "percentage")
                .put("created_on", "2026-12-01T11:00:%02dZ".formatted(i)).put("versions", Json.array(share)));
        }
        return Json.object().put("deployments", items);
    }
}
