package llmrouter.providers;

import java.util.ArrayList;
import java.util.List;

/// A path with places for values, e.g. `/openai/deployments/{deployment}`. A place is a whole segment.
///
/// @param segments in order; one that begins with `{` stands for any value
record PathPattern(List<String> segments) {

    /// @param path begins with a slash, or is empty
    static PathPattern of(String path) {
        return new PathPattern(segmentsOf(path));
    }

    /// The parts of a path between its slashes, without empty ones.
    static List<String> segmentsOf(String path) {
        var segments = new ArrayList<String>();
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (to > from) segments.add(path.substring(from, to));
            from = to + 1;
        }
        return List.copyOf(segments);
    }

    boolean hasPlaces() {
        return segments.stream().anyMatch(PathPattern::isPlace);
    }

    private static boolean isPlace(String segment) {
        return segment.startsWith("{");
    }

    /// The values at the places, in order; null if the path is another one.
    List<String> valuesIn(List<String> path) {
        if (path.size() != segments.size()) return null;
        var values = new ArrayList<String>();
        for (int i = 0; i < path.size(); i++) {
            if (isPlace(segments.get(i))) values.add(path.get(i));
            else if (!segments.get(i).equals(path.get(i))) return null;
        }
        return values;
    }

    /// The path with values at its places.
    ///
    /// @param values one for each place, in order
    String with(List<String> values) {
        var path = new StringBuilder();
        int next = 0;
        for (String segment : segments) path.append('/').append(isPlace(segment) ? values.get(next++) : segment);
        return path.toString();
    }

    /// The path with the same value at each of its places.
    String withBlanks(String value) {
        return with(segments.stream().filter(PathPattern::isPlace).map(_ -> value).toList());
    }

    /// The same without a version at its end, e.g. `/openai` for `/openai/v1`; itself if it ends in none.
    PathPattern withoutVersion() {
        boolean versioned = !segments.isEmpty() && UnknownBase.isVersion(segments.getLast());
        return versioned ? new PathPattern(segments.subList(0, segments.size() - 1)) : this;
    }
}
