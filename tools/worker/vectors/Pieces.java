package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.routing.SplitMix64;

/// Cuts a text into pieces, as it may come from a network.
final class Pieces {
    private Pieces() {}

    /// @param way `whole`, `chars`, `lines` (a piece ends with a line), or the seed of random cuts
    static List<String> of(String text, String way) {
        return switch (way) {
            case "whole" -> List.of(text);
            case "chars" -> characters(text);
            case "lines" -> lines(text);
            default -> random(text, Long.parseLong(way));
        };
    }

    private static List<String> characters(String text) {
        var pieces = new ArrayList<String>();
        for (int i = 0; i < text.length(); i++) pieces.add(text.substring(i, i + 1));
        return pieces;
    }

    private static List<String> lines(String text) {
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\n' && text.charAt(i) != '\r') continue;
            pieces.add(text.substring(from, i + 1));
            from = i + 1;
        }
        if (from < text.length()) pieces.add(text.substring(from));
        return pieces;
    }

    private static List<String> random(String text, long seed) {
        var chance = new SplitMix64(seed);
        var pieces = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            long most = 1L << chance.below(9);
            int to = (int) Math.min(text.length(), from + 1 + chance.below(most));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
