package llmrouter.deploy.api;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import llmrouter.config.Settings;
import llmrouter.config.secrets.SecretWords;
import llmrouter.deploy.HttpCalls;
import llmrouter.deploy.api.CloudflareError.ApiFailure;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// The calls of Cloudflare's API that a deployment needs. Thread-safe. Close it.
public final class CloudflareApi implements AutoCloseable {
    private final ApiAccess access;
    private final HttpCalls http;
    private final ApiCaller caller;

    private CloudflareApi(ApiAccess access, HttpCalls http, ApiLimits limits) {
        this.access = access;
        this.http = http;
        this.caller = new ApiCaller(access, http, limits);
    }

    /// @param settings for proxies and trusted authorities
    /// @param home     what `~` means
    /// @throws CloudflareError no call can be made with this access, or a file with certificates cannot be read
    public static CloudflareApi of(ApiAccess access, Settings settings, Path home) throws CloudflareError {
        return of(access, settings, home, ApiLimits.USUAL);
    }

    /// The same with other limits.
    public static CloudflareApi of(ApiAccess access, Settings settings, Path home, ApiLimits limits)
            throws CloudflareError {
        if (access.problem() != null) throw unusable(access.problem(), "correct that");
        try {
            return new CloudflareApi(access, new HttpCalls(settings, home), limits);
        } catch (IOException e) {
            throw unusable(FileError.words(e), "correct the file of the trusted authorities");
        }
    }

    private static CloudflareError unusable(String why, String fix) {
        return new CloudflareError(new ApiFailure("call Cloudflare's API", 0, 0, why, null, fix, false));
    }

    public ApiAccess access() {
        return access;
    }

    /// For calls of a live gateway. The token is not sent there.
    public HttpCalls http() {
        return http;
    }

    // ── The token and the account ──────────────────────────────────────────────────────────────────────────────────

    /// Whether the token is one that can be used. A token that belongs to an account is asked about there.
    ///
    /// @param accountId null if it is not known
    public void verifyToken(String accountId) throws CloudflareError {
        Json result;
        try {
            result = caller.call(ApiCall.get("verify the token", "/user/tokens/verify", null));
        } catch (CloudflareError e) {
            if (accountId == null || e.status() == 0 || e.status() >= 500) throw e;
            result = ofAccount(accountId, e);
        }
        String status = ApiReaders.text(result, "status");
        if (status == null || status.equalsIgnoreCase("active")) return;
        throw CloudflareError.refused("use the token", "it is " + status.toLowerCase(Locale.ROOT),
            "make a new one at " + ApiPermission.PAGE);
    }

    private Json ofAccount(String accountId, CloudflareError ofUser) throws CloudflareError {
        try {
            return caller.call(ApiCall.get("verify the token", account(accountId) + "/tokens/verify", null));
        } catch (CloudflareError e) {
            throw e.status() == 0 || e.status() >= 500 ? e : ofUser;
        }
    }

    /// The accounts that the token may see.
    public List<CloudflareAccount> accounts() throws CloudflareError {
        List<Obj> items;
        try {
            items = caller.list("list the accounts", "/memberships", ApiPermission.MEMBERSHIPS_READ);
        } catch (CloudflareError e) {
            if (e.status() == 0 || e.status() >= 500) throw e;
            items = ofToken(e);
        }
        return ApiReaders.accounts(items);
    }

    /// The accounts that a token is for are listed elsewhere too, with another permission.
    private List<Obj> ofToken(CloudflareError first) throws CloudflareError {
        try {
            List<Obj> items = caller.list("list the accounts", "/accounts", ApiPermission.ACCOUNT_READ);
            if (!items.isEmpty()) return items;
        } catch (CloudflareError e) {
            if (e.status() == 0 || e.status() >= 500) throw e;
        }
        throw first;
    }

    /// All zones of an account, from all pages.
    public List<CloudflareZone> zones(String accountId) throws CloudflareError {
        return ApiReaders.zones(caller.list("list the zones", "/zones?account.id=" + encoded(accountId),
            ApiPermission.ZONE_READ));
    }

    /// The name below `workers.dev` that the account has, or null.
    public String subdomain(String accountId) throws CloudflareError {
        try {
            Json result = caller.call(ApiCall.get("read the account's name below workers.dev",
                account(accountId) + "/workers/subdomain", ApiPermission.SCRIPTS_EDIT));
            String name = ApiReaders.text(result, "subdomain");
            return name == null || name.isEmpty() ? null : name;
        } catch (CloudflareError e) {
            // an account that never had a Worker
            if (e.status() == 404 || e.code() == ApiFixes.NO_WORKER || e.code() == ApiFixes.NO_SUBDOMAIN) return null;
            throw e;
        }
    }

    /// Registers the account's name below `workers.dev`. It is one for all Workers of the account.
    public void registerSubdomain(String accountId, String name) throws CloudflareError {
        caller.call(ApiCall.put("register " + name + ".workers.dev", account(accountId) + "/workers/subdomain",
            Json.object().put("subdomain", name), ApiPermission.SCRIPTS_EDIT));
    }

    // ── Workers ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// The Workers of an account.
    public List<WorkerScript> scripts(String accountId) throws CloudflareError {
        return ApiReaders.scripts(caller.items(ApiCall.get("list the Workers", account(accountId) + "/workers/scripts",
            ApiPermission.SCRIPTS_EDIT)));
    }

    /// The Worker of that name, or null.
    public WorkerScript script(WorkerPlace worker) throws CloudflareError {
        List<WorkerScript> scripts;
        try {
            scripts = scripts(worker.accountId());
        } catch (CloudflareError e) {
            if (e.status() != 404) throw e;
            return unlisted(worker, e);
        }
        for (WorkerScript script : scripts) {
            if (script.name().equals(worker.name())) return script;
        }
        return null;
    }

    /// The Worker where the API has no list: it has settings if it is there.
    private WorkerScript unlisted(WorkerPlace worker, CloudflareError noList) throws CloudflareError {
        try {
            bindings(worker);
            return new WorkerScript(worker.name(), null, "");
        } catch (CloudflareError e) {
            if (e.code() == ApiFixes.NO_WORKER || e.code() == ApiFixes.NO_SERVICE) return null;
            throw noList;
        }
    }

    /// What a Worker is given now, without the values of secrets.
    public List<KnownBinding> bindings(WorkerPlace worker) throws CloudflareError {
        Json settings = caller.call(ApiCall.get("read the settings of the Worker \"" + worker.name() + "\"",
            worker.path() + "/settings", ApiPermission.SCRIPTS_EDIT));
        if (settings instanceof Obj object && object.has("bindings")) return ApiReaders.bindings(settings);
        List<Obj> secrets = caller.items(ApiCall.get("list the secrets of the Worker \"" + worker.name() + "\"",
            worker.path() + "/secrets", ApiPermission.SCRIPTS_EDIT));
        return ApiReaders.bindings(Json.object().put("bindings", Json.array(secrets.toArray(Json[]::new))));
    }

    /// Uploads a Worker as a whole. It is live when this returns. An upload without a new class may be repeated.
    public void upload(WorkerPlace worker, WorkerUpload upload) throws CloudflareError {
        MultipartBody body = UploadForm.of(upload);
        caller.call(new ApiCall("upload the Worker \"" + worker.name() + "\"", "PUT", worker.path(),
            body.contentType(), body.end(), ApiPermission.SCRIPTS_EDIT, upload.newClass() == null, upload.hidden()));
    }

    /// Deletes a Worker.
    public void delete(WorkerPlace worker) throws CloudflareError {
        caller.call(ApiCall.delete("delete the Worker \"" + worker.name() + "\"", worker.path() + "?force=true",
            ApiPermission.SCRIPTS_EDIT));
    }

    /// Sets a secret. This makes a new version, which is live at once.
    public void putSecret(WorkerPlace worker, String name, String value) throws CloudflareError {
        caller.call(ApiCall.put("set the secret " + name + " of the Worker \"" + worker.name() + "\"",
            worker.path() + "/secrets", Json.object().put("name", name).put("text", value).put("type", "secret_text"),
            ApiPermission.SCRIPTS_EDIT).hiding(new SecretWords(List.of(value))));
    }

    /// Deletes a secret. A secret that is not there is no error.
    public void deleteSecret(WorkerPlace worker, String name) throws CloudflareError {
        try {
            caller.call(ApiCall.delete("delete the secret " + name + " of the Worker \"" + worker.name() + "\"",
                worker.path() + "/secrets/" + encoded(name), ApiPermission.SCRIPTS_EDIT));
        } catch (CloudflareError e) {
            if (e.status() != 404) throw e;
        }
    }

    // ── Addresses ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// Whether a Worker answers below workers.dev.
    public boolean isOnWorkersDev(WorkerPlace worker) throws CloudflareError {
        Json result = caller.call(ApiCall.get("read whether the Worker answers below workers.dev",
            worker.path() + "/subdomain", ApiPermission.SCRIPTS_EDIT));
        return result instanceof Obj state && state.isTrue("enabled");
    }

    /// Lets a Worker answer below workers.dev, or not. Addresses of single versions are switched off.
    public void setWorkersDev(WorkerPlace worker, boolean enabled) throws CloudflareError {
        Obj body = Json.object().put("enabled", enabled).put("previews_enabled", false);
        caller.call(ApiCall.post("switch the address below workers.dev " + (enabled ? "on" : "off"),
            worker.path() + "/subdomain", body, ApiPermission.SCRIPTS_EDIT, true));
    }

    /// The routes of a zone.
    public List<WorkerRoute> routes(CloudflareZone zone) throws CloudflareError {
        return ApiReaders.routes(caller.items(ApiCall.get("list the routes of " + zone.name(),
            "/zones/" + encoded(zone.id()) + "/workers/routes", ApiPermission.ROUTES_EDIT)));
    }

    /// Adds a route. Doing this twice is an error, so it is not repeated.
    public void addRoute(CloudflareZone zone, String pattern, String worker) throws CloudflareError {
        Obj body = Json.object().put("pattern", pattern).put("script", worker);
        caller.call(ApiCall.post("add the route " + pattern, "/zones/" + encoded(zone.id()) + "/workers/routes", body,
            ApiPermission.ROUTES_EDIT, false));
    }

    /// Deletes a route. A route that is not there is no error.
    public void deleteRoute(CloudflareZone zone, WorkerRoute route) throws CloudflareError {
        try {
            caller.call(ApiCall.delete("delete the route " + route.pattern(), "/zones/" + encoded(zone.id())
                + "/workers/routes/" + encoded(route.id()), ApiPermission.ROUTES_EDIT));
        } catch (CloudflareError e) {
            if (e.status() != 404) throw e;
        }
    }

    /// The custom domains of an account.
    public List<WorkerDomain> domains(String accountId) throws CloudflareError {
        return ApiReaders.domains(caller.items(ApiCall.get("list the custom domains",
            account(accountId) + "/workers/domains", ApiPermission.SCRIPTS_EDIT)));
    }

    /// Gives a host to a Worker, with its DNS record and certificate.
    ///
    /// @param replaceDns whether a record of the host may be replaced
    public void putDomain(WorkerPlace worker, CloudflareZone zone, String hostname, boolean replaceDns)
            throws CloudflareError {
        Obj body = Json.object().put("hostname", hostname).put("service", worker.name()).put("zone_id", zone.id())
            .put("environment", "production");
        if (replaceDns) body.put("override_existing_dns_record", true);
        caller.call(ApiCall.put("set the custom domain " + hostname, account(worker.accountId()) + "/workers/domains",
            body, ApiPermission.SCRIPTS_EDIT));
    }

    /// The DNS records of one host.
    public List<DnsRecord> dnsRecords(CloudflareZone zone, String hostname) throws CloudflareError {
        List<DnsRecord> records = ApiReaders.records(caller.list("list the DNS records of " + hostname,
            "/zones/" + encoded(zone.id()) + "/dns_records?name=" + encoded(hostname), ApiPermission.DNS_READ));
        return records.stream().filter(record -> record.name().equalsIgnoreCase(hostname)).toList();
    }

    /// Deletes a DNS record.
    public void deleteDnsRecord(CloudflareZone zone, DnsRecord record) throws CloudflareError {
        caller.call(ApiCall.delete("delete the DNS record " + record.words(),
            "/zones/" + encoded(zone.id()) + "/dns_records/" + encoded(record.id()), ApiPermission.DNS_EDIT));
    }

    // ── Versions ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// The newest versions of a Worker, the newest first.
    public List<WorkerVersion> versions(WorkerPlace worker) throws CloudflareError {
        return ApiReaders.versions(caller.call(ApiCall.get("list the versions of the Worker \"" + worker.name() + "\"",
            worker.path() + "/versions?per_page=100", ApiPermission.SCRIPTS_EDIT)));
    }

    /// One version with its bindings.
    public WorkerVersion version(WorkerPlace worker, String id) throws CloudflareError {
        Json result = caller.call(ApiCall.get("read the version " + id, worker.path() + "/versions/" + encoded(id),
            ApiPermission.SCRIPTS_EDIT));
        return ApiReaders.version(result instanceof Obj item ? item : Json.object());
    }

    /// Which versions got the requests, the present ones first.
    public List<WorkerDeployment> deployments(WorkerPlace worker) throws CloudflareError {
        return ApiReaders.deployments(caller.call(ApiCall.get("list the deployments of the Worker \"" + worker.name()
            + "\"", worker.path() + "/deployments", ApiPermission.SCRIPTS_EDIT)));
    }

    /// Sends all requests to a version.
    ///
    /// @param force although secrets have changed since then; the earlier ones are used again
    public void deployVersion(WorkerPlace worker, String versionId, boolean force) throws CloudflareError {
        Obj share = Json.object().put("version_id", versionId).put("percentage", 100);
        Obj body = Json.object().put("strategy", "percentage").put("versions", Json.array(share))
            .put("annotations", Json.object().put("workers/message", "llm-router rollback"));
        caller.call(ApiCall.post("switch to the version " + versionId, worker.path() + "/deployments"
            + (force ? "?force=true" : ""), body, ApiPermission.SCRIPTS_EDIT, true));
    }

    private static String account(String id) {
        return "/accounts/" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
