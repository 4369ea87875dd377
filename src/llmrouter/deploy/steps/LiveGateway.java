package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.HttpCalls;
import llmrouter.deploy.HttpCalls.CallAnswer;
import llmrouter.deploy.HttpCalls.CallRequest;
import llmrouter.deploy.steps.DeployListener.StepEvent.StepWaits;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.text.TimeWords;
import llmrouter.worker.HostedEnvironment;

/// Asks a live gateway until it answers as it should. A change takes some seconds to reach all places of Cloudflare,
/// and the certificate of a new host some minutes.
///
/// @param url without a slash at its end
record LiveGateway(HttpCalls http, String url, LiveLimits limits, DeployListener listener) {
    LiveGateway {
        while (url.endsWith("/")) url = url.substring(0, url.length() - 1);
    }

    /// What was seen last.
    ///
    /// @param good  whether it was what was waited for
    /// @param words what it was, a clause
    record Seen(boolean good, String words) {}

    /// Whether an answer is the one that is waited for, and what it was.
    private interface Judge {
        Seen of(CallAnswer answer);
    }

    /// Waits until the deployment of this id answers.
    ///
    /// @param deployment null for any
    Seen health(String deployment) throws InterruptedException {
        return until(DeployStep.HEALTH, "/health", null, answer -> {
            if (answer.status() != 200) return new Seen(false, said("GET /health", answer));
            List<String> ids = answer.headers().values(HostedEnvironment.DEPLOYMENT_FIELD);
            String id = ids.isEmpty() ? "" : ids.getFirst();
            if (deployment == null || id.equals(deployment)) return new Seen(true, url + " answers");
            String other = id.isEmpty() ? "something that names no deployment" : "the earlier deployment " + id;
            return new Seen(false, "GET /health was answered by " + other);
        });
    }

    /// Waits until the key is taken.
    Seen accepts(DeployStep step, String key) throws InterruptedException {
        return until(step, "/v1/models", key, answer -> answer.status() == 200
            ? new Seen(true, "GET /v1/models answers with the key")
            : new Seen(false, said("GET /v1/models with the key", answer)));
    }

    /// Waits until the key is refused.
    Seen refuses(DeployStep step, String key) throws InterruptedException {
        return until(step, "/v1/models", key, answer -> answer.status() == 401 || answer.status() == 403
            ? new Seen(true, "the earlier key is refused")
            : new Seen(false, said("GET /v1/models with the earlier key", answer)));
    }

    private static String said(String what, CallAnswer answer) {
        if (answer.failure() != null) return what + " got no answer: " + answer.failure();
        return what + " was answered with the status " + answer.status() + switch (answer.status()) {
            case 302, 303, 307 -> " (a redirect, as Cloudflare Access answers)";
            case 403 -> " (an allow-list of addresses, or a rule of the zone, may keep this machine out)";
            case 522, 523, 530 -> " (Cloudflare finds no Worker at this address yet)";
            default -> "";
        };
    }

    private Seen until(DeployStep step, String path, String key, Judge judge) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            Seen seen = judge.of(ask(path, key));
            long elapsed = (System.nanoTime() - began) / 1_000_000;
            if (seen.good()) return seen;
            if (elapsed + limits.pauseMs() >= limits.totalMs()) {
                return new Seen(false, seen.words() + ", for " + TimeWords.of(elapsed));
            }
            listener.on(new StepWaits(step, seen.words(), elapsed));
            Thread.sleep(limits.pauseMs());
        }
    }

    private CallAnswer ask(String path, String key) throws InterruptedException {
        HeaderMap headers = key == null ? HeaderMap.EMPTY
            : HeaderMap.of(List.of(new Header("authorization", "Bearer " + key)));
        return http.send(new CallRequest("GET", url + path, headers, null, limits.callMs()));
    }
}
