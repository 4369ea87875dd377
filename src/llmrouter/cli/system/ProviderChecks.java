package llmrouter.cli.system;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.gateway.request.UpstreamHeaders;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.probe.ProbeConnections;
import llmrouter.probe.ProbePlace;
import llmrouter.providers.ProviderAddress;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.Upstream;
import llmrouter.upstream.UpstreamCall;
import llmrouter.upstream.UpstreamEvent;

/// Whether each provider can be reached as a gateway would reach it, and whether it takes the key: by asking for its
/// list of models, which no provider bills. All are asked at the same time.
final class ProviderChecks {
    private static final long LIMIT_MS = 20_000;
    private static final Duration OFF = Duration.ofMinutes(5);
    private static final Duration SLIGHTLY_OFF = Duration.ofMinutes(1);

    private final Upstream upstream;
    private final long connectMs;

    private ProviderChecks(Upstream upstream, long connectMs) {
        this.upstream = upstream;
        this.connectMs = connectMs;
    }

    /// What came back: a status and the server's date, or the reason why there was no answer.
    private record Reply(int status, Instant date, String trouble) {}

    static List<DoctorFinding> of(Invocation in, Settings settings, Config written) throws InterruptedException {
        var findings = new ArrayList<DoctorFinding>();
        var secrets = new Secrets(in.shell().environment()::get, in.shell().home());
        List<Provider> providers = secrets.resolve(written).config().providers().stream()
            .filter(Provider::enabled).toList();
        try (Upstream upstream = ProbeConnections.of(settings, in.shell().home());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var checks = new ProviderChecks(upstream, settings.times().connectMs());
            var running = new ArrayList<Future<List<DoctorFinding>>>();
            for (Provider provider : providers) running.add(threads.submit(() -> checks.check(provider)));
            for (Future<List<DoctorFinding>> one : running) findings.addAll(one.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IOException e) {
            findings.add(DoctorFinding.problem("certificates", FileError.words(e), null, null));
        }
        return findings;
    }

    private List<DoctorFinding> check(Provider provider) throws InterruptedException {
        var findings = new ArrayList<DoctorFinding>();
        for (ProbePlace place : ProbePlace.of(provider)) {
            Format format = place.format();
            boolean again = provider.formats().subList(0, provider.formats().indexOf(format)).stream()
                .anyMatch(other -> provider.baseUrlFor(other).equals(provider.baseUrlFor(format)));
            if (again) continue; // the same address has been asked
            Reply reply = ask(provider, format);
            findings.add(reply.status() == 200 ? listed(provider, place) : finding(provider, place, reply));
            if (reply.date() != null) findings.add(clock(provider, reply.date()));
        }
        return findings;
    }

    /// A provider that lists its models proves a key only if it does not list them without one.
    private DoctorFinding listed(Provider provider, ProbePlace place) throws InterruptedException {
        String where = provider.id() + " at " + place.shownUrl();
        if (provider.apiKey() == null) return DoctorFinding.ok("reachability", "it answers", where);
        boolean open = ask(provider.withApiKey(null), place.format()).status() == 200;
        if (!open) return DoctorFinding.ok("reachability", "it answers, and takes the key", where);
        return DoctorFinding.note("reachability", "it answers, but without a key too, so the key is not proven", where,
            "'llm-router config test-provider " + provider.id() + "' proves more");
    }

    private static DoctorFinding finding(Provider provider, ProbePlace place, Reply reply) {
        String where = provider.id() + " at " + place.shownUrl();
        if (reply.trouble() != null) {
            return DoctorFinding.problem("reachability", reply.trouble(), where,
                "check the base URL, the network and the proxy");
        }
        boolean keyed = provider.apiKey() != null && provider.leftOut() == null;
        int status = reply.status();
        if (status == 401 || status == 403) {
            return keyed ? DoctorFinding.problem("keys", "it refuses " + KeyPlace.named(provider) + " (" + status + ")",
                where, KeyPlace.correction(provider))
                : DoctorFinding.ok("reachability", "it answers, and asks for a key", where);
        }
        if (status >= 500 || status == 429) {
            return DoctorFinding.warning("reachability", "it answers " + status, where, "try again later");
        }
        return DoctorFinding.note("reachability", "it answers " + status + " to a question for its models, so the key "
            + "is not proven", where, "'llm-router config test-provider " + provider.id() + "' proves more");
    }

    private static DoctorFinding clock(Provider provider, Instant date) {
        Duration off = Duration.between(date, Instant.now());
        if (off.abs().compareTo(SLIGHTLY_OFF) < 0) return DoctorFinding.ok("clock", "it agrees with the provider's",
            provider.id());
        String what = "this machine's clock is " + off.abs().toSeconds() + " s " + (off.isNegative() ? "behind"
            : "before") + " the provider's";
        String fix = "set the clock; caps, keys that end and certificates depend on it";
        return off.abs().compareTo(OFF) < 0 ? DoctorFinding.warning("clock", what, provider.id(), fix)
            : DoctorFinding.problem("clock", what, provider.id(), fix);
    }

    private Reply ask(Provider provider, Format format) throws InterruptedException {
        String url = ProviderAddress.ofModels(provider, format);
        HeaderMap headers = UpstreamHeaders.ofProvider(provider, format);
        Mailbox mailbox = upstream.mailbox();
        UpstreamCall call = upstream.open(new UpstreamRequest(url, headers, null, connectMs, provider.network()),
            mailbox);
        try {
            return switch (mailbox.take(LIMIT_MS)) {
                case UpstreamEvent.Answered(int status, HeaderMap told) -> new Reply(status, date(told), null);
                case UpstreamEvent.Broken broken -> new Reply(0, null, "there is no answer: "
                    + broken.failure().detail());
                case null -> new Reply(0, null, "there was no answer within " + LIMIT_MS / 1000 + " s");
                default -> new Reply(0, null, "its answer has no header");
            };
        } finally {
            call.cancel();
        }
    }

    private static Instant date(HeaderMap told) {
        String date = told.get("date");
        if (date == null) return null;
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeParseException _) {
            return null; // a server without a clock of its own
        }
    }
}
