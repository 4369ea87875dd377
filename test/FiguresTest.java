import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the bench (`tools/bench`) concludes from its figures.
class FiguresTest {
    private static final double UNKNOWN = Double.NaN;

    private static List<Double> same(double figure, int times) {
        var all = new ArrayList<Double>();
        for (int i = 0; i < times; i++) all.add(figure);
        return all;
    }

    @Test
    void quantilesAreTakenFromTheSortedFigures() {
        var figures = List.of(5.0, 1.0, 4.0, 2.0, 3.0);
        assertEquals(3, Figures.median(figures));
        assertEquals(2, Figures.quantile(figures, 0.25));
        assertEquals(4, Figures.quantile(figures, 0.75));
        assertEquals(1, Figures.quantile(figures, 0));
        assertEquals(5, Figures.quantile(figures, 1));
        assertEquals(7, Figures.median(List.of(7.0)));
    }

    @Test
    void aProgramIsWarmWhenItsCostStaysAndTheJitIsQuiet() {
        var cost = List.of(900.0, 300.0, 110.0, 101.0, 100.0, 102.0, 100.0, 101.0, 99.0);
        var quiet = same(0.01, 9);
        for (int n = 0; n <= 7; n++) {
            assertFalse(Figures.steady(cost.subList(0, n), quiet.subList(0, n)), n + " rounds");
        }
        assertTrue(Figures.steady(cost, quiet));
        assertFalse(Figures.steady(cost, same(0.2, 9)), "the JIT works");
        assertTrue(Figures.steady(cost, same(UNKNOWN, 9)), "not known what the JIT does");
    }

    @Test
    void oneOddRoundDoesNotHideThatTheCostStays() {
        assertTrue(Figures.steady(List.of(100.0, 100.0, 300.0, 100.0, 500.0, 101.0), same(0, 6)));
    }

    @Test
    void aCostThatStillFallsIsNotSteady() {
        assertFalse(Figures.steady(List.of(110.0, 109.0, 108.0, 105.0, 104.0, 103.0), same(0, 6)));
    }

    @Test
    void aMachineThatDoesOtherThingsIsNoisy() {
        assertEquals("", Figures.noise(List.of(0.02, 0.5, 0.03), same(1, 3)), "one moment");
        assertEquals("noisy: other programs took 30 % of the machine",
            Figures.noise(List.of(0.3, 0.5, 0.03), same(1, 3)));
        assertEquals("", Figures.noise(same(UNKNOWN, 3), same(1, 3)));
    }

    @Test
    void roundsThatLieFarApartAreNoise() {
        assertEquals("", Figures.noise(same(0, 5), List.of(0.1, 0.98, 1.0, 1.02, 9.0)), "only the outer ones");
        assertEquals("noisy: the rounds lie 40 % apart", Figures.noise(same(0, 5), List.of(0.7, 0.8, 1.0, 1.2, 1.3)));
    }

    @Test
    void theExponentSaysByWhichPowerOfTheSizeACostGrows() {
        double[] sizes = {1, 10, 100, 1000};
        assertEquals(0, Figures.exponent(sizes, new double[] {7, 7, 7, 7}), 1e-9);
        assertEquals(1, Figures.exponent(sizes, new double[] {3, 30, 300, 3000}), 1e-9);
        assertEquals(2, Figures.exponent(sizes, new double[] {2, 200, 20_000, 2_000_000}), 1e-9);
        assertEquals(0.5, Figures.exponent(new double[] {4, 16, 64}, new double[] {2, 4, 8}), 1e-9);
        assertEquals(1, Figures.exponent(sizes, new double[] {1.1, 9, 110, 900}), 0.05);
    }
}
