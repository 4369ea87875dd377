package llmrouter.cli.agent;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SSLContext;

import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.files.TlsFiles;
import llmrouter.host.GatewayInputs;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;

/// The gateway that the guide is about: the user's own one with the configuration in question, else another one of the
/// user, else one that answers at the usual address; or none.
///
/// @param url     where clients find it; where one would be found if none runs
/// @param running whether one runs
/// @param entry   of the user's own gateway; null for another one, or none
/// @param own     every gateway of the user that runs
record GatewayTarget(String url, boolean running, Instance entry, List<Instance> own) {

    static GatewayTarget find(Invocation invocation, GatewayInputs inputs) throws IOException {
        Instances instances = Instances.in(invocation.shell().home(), invocation::say);
        List<Instance> own = instances.running();
        List<Instance> same = inputs.hasConfigFile() ? instances.runningWith(invocation.configFile()) : List.of();
        Instance entry = !same.isEmpty() ? same.getFirst() : own.isEmpty() ? null : own.getFirst();
        if (entry != null) return new GatewayTarget(entry.url(), true, entry, own);
        Settings settings = inputs.settings();
        String scheme = settings.tls().keystore() == null ? "http" : "https";
        String url = Instance.url(scheme, settings.listen().host(), settings.listen().port());
        LocalAnswer health = settings.tls().keystore() == null ? LocalCall.get(url + "/health", null, null) : null;
        boolean answers = health != null && health.isOk() && "ok".equals(health.body().text("status"));
        return new GatewayTarget(url, answers, null, own);
    }

    /// Whether clients must send a key; null if that is not known.
    Boolean requiresKey() {
        return entry == null ? null : (Boolean) entry.terms().requireAuth();
    }

    /// The file or the variable that holds its configuration; null if that is not known.
    String config() {
        return entry == null ? null : entry.config();
    }

    /// The certificate to know it by; null without TLS.
    SSLContext trusted() throws FileError {
        return entry == null || entry.certificate() == null ? null : TlsFiles.pinning(entry.certificate());
    }
}
