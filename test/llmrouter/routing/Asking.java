package llmrouter.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Decimal;
import llmrouter.routing.Choice.Cap;

/// A request in the words of a test. All choices are primary unless said otherwise.
public final class Asking {
    public static final Window MINUTE = new Window(Unit.MINUTE, 1);
    /// Longer than any test or any test's history.
    public static final Window AGES = new Window(Unit.MONTH, 100_000);

    private final Strategy strategy;
    private final List<Choice> choices;
    private int primary;
    private Set<Integer> barred = Set.of();
    private int only = -1;
    private String affinity;
    private long tokens;
    private List<String> signatures = List.of();

    private Asking(Strategy strategy, List<Choice> choices) {
        this.strategy = strategy;
        this.choices = choices;
        this.primary = choices.size();
    }

    public static Asking of(Strategy strategy, Choice... choices) {
        return new Asking(strategy, List.of(choices));
    }

    /// The provider `ref` with its one model.
    public static Choice choice(String ref, double weight, Cap... caps) {
        return new Choice(ref + "/m", (long) (weight * Decimal.ONE), List.of(caps));
    }

    public static Cap requests(String key, long most, Window window) {
        return new Cap(key, most, null, null, window);
    }

    public static Cap tokens(String key, long most, Window window) {
        return new Cap(key, null, most, null, window);
    }

    public static Cap inFlight(String key, long most) {
        return new Cap(key, null, null, most, null);
    }

    /// The first `n` choices are primary, the rest fallbacks.
    Asking primary(int n) {
        primary = n;
        return this;
    }

    Asking barred(Integer... indices) {
        barred = new HashSet<>(List.of(indices));
        return this;
    }

    Asking only(int index) {
        only = index;
        return this;
    }

    public Asking affinity(String key) {
        affinity = key;
        return this;
    }

    public Asking tokens(long estimate) {
        tokens = estimate;
        return this;
    }

    public Asking signatures(String... hashes) {
        signatures = List.of(hashes);
        return this;
    }

    public PickRequest request() {
        return new PickRequest("route", strategy, choices, primary, barred, only, affinity, tokens, signatures);
    }
}
