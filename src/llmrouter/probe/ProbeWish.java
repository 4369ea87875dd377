package llmrouter.probe;

import java.util.List;

/// What a probe is to find out.
///
/// @param places  that are asked, in order
/// @param lists   whether the lists of models are read, which costs nothing
/// @param formats whether the formats are checked: by the models, or without any by a model that does not exist, which
///                costs nothing
/// @param models  each of which is asked at each place for a few tokens, which the provider bills
/// @param limits  of time and pace
public record ProbeWish(List<ProbePlace> places, boolean lists, boolean formats, List<String> models,
        ProbeLimits limits) {

    /// All that costs nothing.
    public static ProbeWish free(List<ProbePlace> places, ProbeLimits limits) {
        return new ProbeWish(places, true, true, List.of(), limits);
    }

    /// The lists, and each model at each place.
    public static ProbeWish full(List<ProbePlace> places, List<String> models, ProbeLimits limits) {
        return new ProbeWish(places, true, true, models, limits);
    }
}
