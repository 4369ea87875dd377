package llmrouter.cli.agent;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SSLContext;

import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.files.TlsFiles;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json.Obj;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.service.TrustedGateway;

/// The gateway that the guide is about: the user's own one with the configuration in question, else another one of the
/// user, else one that answers at the usual address; or none.
///
/// @param url     where clients find it; where one would be found if none runs
/// @param running whether one runs
/// @param keyed   whether clients must send a key, as the gateway itself showed; null if it was not asked, or did not
///            say
/// @param entry   of the user's own gateway; null for another one, or none
/// @param own     every gateway of the user that runs
/// @param status  of the user's own gateway, as `GET /status` answers; null if it was not asked, or did not say
record GatewayTarget(String url, boolean running, Boolean keyed, Instance entry, List<Instance> own, Obj status) {

    /// A provider that the running gateway does not call.
    record LeftOut(String provider, String why) {}

    /// @param probing whether it may be asked if it requires a key: the way it was started tells only how that was then
    static GatewayTarget find(Invocation invocation, GatewayInputs inputs, boolean probing) throws IOException {
        Instances instances = Instances.in(invocation.shell().home(), invocation::say);
        List<Instance> own = instances.running();
        List<Instance> same = inputs.hasConfigFile() ? instances.runningWith(invocation.configFile()) : List.of();
        Instance entry = !same.isEmpty() ? same.getFirst() : own.isEmpty() ? null : own.getFirst();
        if (entry != null) {
            LocalAnswer told = probing ? LocalCall.control(entry, "GET", "status") : null;
            Obj status = told != null && told.isOk() ? told.body() : null;
            var found = new GatewayTarget(entry.url(), true, null, entry, own, status);
            // a question without a key that is refused would be a line of the request log
            Boolean keyed = status != null ? (Boolean) status.isTrue("keyRequired")
                : probing ? found.askForKey() : null;
            return new GatewayTarget(entry.url(), true, keyed, entry, own, status);
        }
        Settings settings = inputs.settings();
        String scheme = settings.tls().keystore() == null ? "http" : "https";
        String url = Instance.url(scheme, settings.listen().host(), settings.listen().port());
        LocalAnswer health = settings.tls().keystore() == null ? LocalCall.get(url + "/health", null) : null;
        boolean answers = health != null && health.isOk() && "ok".equals(health.body().text("status"));
        var found = new GatewayTarget(url, answers, null, null, own, null);
        return new GatewayTarget(url, answers, answers && probing ? found.askForKey() : null, null, own, null);
    }

    /// Asks for the list of models without a key.
    private Boolean askForKey() throws IOException {
        int status = LocalCall.get(url + "/v1/models", trusted()).status();
        return status == 401 ? (Boolean) true : status == 200 ? (Boolean) false : null;
    }

    /// The file or the variable that holds its configuration; null if that is not known.
    String config() {
        return entry == null ? null : entry.config();
    }

    /// The providers that the running gateway leaves out; empty if it did not say.
    List<LeftOut> leftOut() {
        return status == null ? List.of() : status.objects("leftOut").stream()
            .map(one -> new LeftOut(one.text("provider"), one.text("why"))).toList();
    }

    /// Whether it runs with the configuration in question.
    boolean runsWith(AgentState state) {
        return entry != null && state.path().equals(entry.config());
    }

    /// The gateway, if it has proved that it is the user's own, so that it may get a key; else null.
    TrustedGateway proven() throws IOException {
        return entry == null ? null : TrustedGateway.proven(entry);
    }

    /// The certificate to know it by; null without TLS.
    SSLContext trusted() throws FileError {
        return entry == null || entry.certificate() == null ? null : TlsFiles.pinning(entry.certificate());
    }
}
