package llmrouter.upstream;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import llmrouter.Version;
import llmrouter.admission.ModelListPage;
import llmrouter.codings.CodingException;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.gateway.request.UpstreamHeaders;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.memory.HeapShareFull;
import llmrouter.memory.HeldBytes;
import llmrouter.providers.ProviderAddress;
import llmrouter.routing.OfferedModels.Offer;

/// Reads a provider's list of models, page by page, within a limit of time, pages and size. One call, one owner.
final class ModelListCall {
    /// The reason of a list that the provider does not give to the gateway's key.
    static final String KEY_REFUSED = "it answered 401";
    private static final int MOST_MODELS = 5_000;
    private static final int MOST_PAGES = 20;
    /// Lists of several hundred models with descriptions have about one million characters.
    private static final int LONGEST_PAGE = 8 << 20;
    private static final long LIMIT_MS = 30_000;

    private final Upstream upstream;
    private final Mailbox mailbox;
    private final long deadline = now() + LIMIT_MS;

    ModelListCall(Upstream upstream) {
        this.upstream = upstream;
        this.mailbox = upstream.mailbox();
    }

    /// Where a provider's list is and how it is asked for: both decide whether a list is still the right one.
    record Source(String url, List<HeaderMap.Header> headers, boolean pages, ProviderNetwork network) {
        /// Whether the address holds what a header holds too: the key, for a base URL that has it in its path.
        boolean showsKey() {
            for (HeaderMap.Header header : headers) {
                if (url.contains(header.value().substring(header.value().indexOf(' ') + 1))) return true;
            }
            return false;
        }

        /// Only the address, because the headers hold the key.
        @Override
        public String toString() {
            return url;
        }
    }

    /// What came of it.
    sealed interface Outcome {
        record Listed(List<Offer> offers) implements Outcome {}

        /// @param reason  as the end of a sentence, without a secret
        /// @param lasting whether the provider seems to have no list
        record Failed(String reason, boolean lasting) implements Outcome {}
    }

    static Source source(Provider provider) {
        Format format = provider.formats().getFirst();
        String url = ProviderAddress.ofModels(provider, format);
        var headers = new ArrayList<>(List.of(new HeaderMap.Header("user-agent", "llm-router/" + Version.CURRENT)));
        for (HeaderMap.Header own : UpstreamHeaders.ofProvider(provider, format).all()) {
            headers.removeIf(header -> header.name().equals(own.name()));
            headers.add(own);
        }
        return new Source(url, List.copyOf(headers), format.listsInPages(), provider.network());
    }

    Outcome run(Source source, long connectMs) throws InterruptedException {
        var offers = new ArrayList<Offer>();
        String after = null;
        for (int page = 0; page < MOST_PAGES && offers.size() < MOST_MODELS; page++) {
            Answer answer = ask(url(source, after), source, connectMs);
            if (answer.trouble() != null) return new Outcome.Failed(answer.trouble(), false);
            if (answer.status() != 200) return refused(answer.status(), source);
            if (!(ModelListPage.of(answer.body()) instanceof ModelListPage read)) {
                return new Outcome.Failed("its answer is no list of models", true);
            }
            offers.addAll(read.offers());
            boolean again = read.next() == null || read.next().equals(after);
            if (again) break;
            after = read.next();
        }
        return new Outcome.Listed(List.copyOf(offers.subList(0, Math.min(offers.size(), MOST_MODELS))));
    }

    private static Outcome refused(int status, Source source) {
        if (status == 401) return new Outcome.Failed(KEY_REFUSED, false);
        boolean lasting = status == 404 || status == 405 || status == 501;
        String at = lasting && !source.showsKey() ? " at " + source.url() : "";
        return new Outcome.Failed("it answered " + status + at, lasting);
    }

    private static String url(Source source, String after) {
        String id = after == null ? null : URLEncoder.encode(after, StandardCharsets.UTF_8);
        String more = source.url() + (source.url().indexOf('?') < 0 ? "?" : "&");
        if (!source.pages()) return after == null ? source.url() : more + "after=" + id;
        return more + "limit=1000" + (after == null ? "" : "&after_id=" + id);
    }

    /// @param trouble why there is no answer, or null
    private record Answer(int status, String body, String trouble) {}

    private Answer ask(String url, Source source, long connectMs) throws InterruptedException {
        var request = new UpstreamRequest(url, HeaderMap.of(source.headers()), null, connectMs, source.network());
        UpstreamCall call = upstream.open(request, mailbox);
        try (HeldBytes held = upstream.held()) {
            return answer(call, held);
        } catch (CodingException | HeapShareFull e) {
            return new Answer(0, "", "its answer cannot be read: " + e.getMessage());
        } finally {
            call.cancel();
        }
    }

    private Answer answer(UpstreamCall call, HeldBytes held) throws InterruptedException, CodingException {
        int status = 0;
        BodyCollector body = null;
        while (now() < deadline) {
            switch (mailbox.take(deadline - now())) {
                case UpstreamEvent.Answered answered -> {
                    status = answered.status();
                    body = new BodyCollector(false, answered.headers().values("content-encoding"), held, LONGEST_PAGE);
                    if (status != 200) return new Answer(status, "", null);
                }
                case UpstreamEvent.Bytes bytes -> {
                    if (!body.add(bytes.buffers())) return new Answer(status, "", "its list is too long");
                    call.consumed(bytes.reads());
                }
                case UpstreamEvent.Ended _ -> {
                    return new Answer(status, body == null ? "" : body.end(), null);
                }
                case UpstreamEvent.Broken broken -> {
                    return new Answer(0, "", "the connection failed: " + broken.failure().detail());
                }
                case UpstreamEvent.GatewayStops _ -> {
                    return new Answer(0, "", "the gateway stops");
                }
                case UpstreamEvent.ClientDisconnected _ -> throw new IllegalStateException("there is no client");
                case null -> {}
            }
        }
        return new Answer(0, "", "it took longer than " + TimeUnit.MILLISECONDS.toSeconds(LIMIT_MS) + " s");
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
