package llmrouter.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import llmrouter.deploy.CloudflareDouble.Trouble;

/// A make-believe account for tests of commands: what they need of [CloudflareDouble], and what its Workers answer.
public final class HostedAccount implements AutoCloseable {
    public static final String TOKEN = CloudflareDouble.TOKEN;
    public static final String ID = CloudflareDouble.ACCOUNT;

    private final NoRuntime runtime = new NoRuntime();
    private final CloudflareDouble api;

    public HostedAccount() throws IOException {
        api = new CloudflareDouble(runtime);
    }

    public String baseUrl() {
        return api.baseUrl();
    }

    /// Where a Worker answers; its own address does not lead anywhere in a test.
    public String url(String worker) {
        return runtime.url(worker);
    }

    public LiveWorker live(String worker) {
        return api.live(worker);
    }

    /// Whether the Worker answers at its address below workers.dev.
    public boolean isAtWorkersDev(String worker) {
        return api.account.workers.get(worker).workersDev;
    }

    public List<String> calls() {
        return api.calls();
    }

    public List<String> changes() {
        return api.changes();
    }

    public void another(String id, String name) {
        api.account.accounts.put(id, name);
    }

    /// Makes a Worker one of another program: without the secrets of a gateway.
    public void foreign(String worker) {
        DoubleWorker known = api.account.workers.get(worker);
        try {
            for (String secret : known.live().secrets()) known.deleteSecret(secret);
        } catch (ApiRefusal e) {
            throw new AssertionError(e);
        }
    }

    public void zone(String name) {
        api.account.zone(name);
    }

    public void noZones() {
        api.account.zones.clear();
    }

    public void record(String zone, String host, String address) {
        api.account.record(zone, "A", host, address, true);
    }

    public void nameless() {
        api.account.subdomain = null;
    }

    public String subdomain() {
        return api.account.subdomain;
    }

    /// A token that may do only this.
    public void token(String token, String... permissions) {
        api.token(token, false, permissions);
    }

    /// All calls of this method and path fail, or their connection breaks.
    public void fault(String trouble, String call) {
        fault(trouble, call, 99);
    }

    /// No call fails any more.
    public void heal() {
        api.heal();
    }

    /// The next calls of this method and path.
    public void fault(String trouble, String call, int times) {
        api.fault(Trouble.valueOf(trouble), call, times);
    }

    /// The status of the models' list for a client with this key.
    public int models(String worker, String key) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url(worker) + "/v1/models"))
                .header("authorization", "Bearer " + key).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
