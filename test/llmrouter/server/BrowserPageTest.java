package llmrouter.server;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.Browser;
import llmrouter.scripted.Browser.Tab;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The status page as a real browser shows it. One gateway for all tests, with all that the page can show: candidates
/// on cooldown, caps that are full, aliases, failures, losses, and names that try to break it.
class BrowserPageTest {
    private static final String HOSTILE = "<img/src=x/onerror=document.title='owned'>\\u202e" + "w".repeat(150);

    /// Every text that can be seen, whose colour is too near to what it stands on (WCAG 2.2, 1.4.3).
    private static final String FAINT = """
        (() => {
          const rgb = c => c.match(/[\\d.]+/g).map(Number);
          const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
          const light = c => {
            const [r, g, b] = rgb(c).map(v => linear(v / 255));
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const ground = e => {
            for (; e; e = e.parentElement) {
              const c = getComputedStyle(e).backgroundColor;
              if (rgb(c)[3] !== 0) return c;
            }
            return 'rgb(255, 255, 255)';
          };
          const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          let seen = 0;
          for (let t; t = texts.nextNode(); ) {
            const e = t.parentElement;
            if (!t.data.trim() || !e.checkVisibility() || e instanceof SVGElement || e.localName === 'script') continue;
            seen++;
            const a = light(getComputedStyle(e).color), b = light(ground(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) found.add(e.outerHTML.slice(0, 80) + ' ' + ratio.toFixed(2));
          }
          return seen > 50 ? [...found].join('; ') : 'only ' + seen + ' texts';
        })()""";

    /// What stands out of the screen to the right, or whose text stands out of it.
    private static final String TOO_WIDE = """
        [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility()
          && getComputedStyle(e).clipPath === 'none' && !e.closest('thead, svg')
          && e.getBoundingClientRect().right > %d + .5).map(e => e.outerHTML.slice(0, 80)).join('; ')""";

    /// What happens when a user comes back to the tab.
    private static final String LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static ScriptedUpstream bad;
    private static ScriptedUpstream good;
    private static Gateway gateway;

    @BeforeAll
    static void aGatewayInTrouble() throws Exception {
        browser = Browser.start(folder);
        bad = new ScriptedUpstream(wire -> wire.json(429, "{\"error\":{\"message\":\"slow down\"}}",
            "retry-after: 90"));
        good = new ScriptedUpstream(Samples.good("openai"));
        gateway = Gateway.with(config());
        gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "work"));
        gateway.post(Samples.CHAT, Samples.chat(true).replace("p/m", "p2/m"));
        gateway.post(Samples.CHAT, Samples.chat(false));
        gateway.post(Samples.MESSAGES, Samples.messages(false).replace("p/m", "p2/m").replace("\"max_tokens\"",
            "\"top_k\":5,\"max_tokens\""));
        gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", HOSTILE.replace("\"", "\\\"")));
    }

    /// Two providers; the second with a full cap, a hostile model, and so many healthy ones that they are folded.
    private static String config() {
        var many = new StringBuilder("{\"id\":\"" + HOSTILE + "\"}");
        for (int i = 0; i < 50; i++) many.append(",{\"id\":\"healthy-").append(i).append("\"}");
        String config = Gateway.config("openai", bad, good);
        int last = config.lastIndexOf("\"models\":[");
        config = config.substring(0, last)
            + "\"rateLimits\":[{\"id\":\"day\",\"models\":[\"m\"],\"requests\":5,\"tokens\":100000,"
            + "\"window\":{\"unit\":\"day\",\"size\":1}}],\"models\":[" + many + "," + config.substring(last + 10);
        return config.substring(0, config.length() - 1)
            + ",\"modelAliases\":{\"work\":{\"strategy\":\"ordered\",\"targets\":[\"p/m\"],"
            + "\"fallbackTargets\":[\"p2/m\"]}}}";
    }

    @AfterAll
    static void theEnd() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {gateway, bad, good, browser}) {
            if (started != null) started.close();
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + gateway.port() + "/";
    }

    /// What a click or a tap selects, with and without the page's script.
    @ParameterizedTest
    @CsvSource({"360,740,true", "1440,900,false"})
    void theCommandThatTellsMoreAboutARequestIsOneTapAway(int width, int height, boolean scripts) throws Exception {
        try (Tab tab = browser.tab(width, height, false, scripts)) {
            tab.open(url());
            assertEquals("all", tab.eval("getComputedStyle(document.querySelector('#requests .copy')).userSelect"));
            String command = String.valueOf(tab.eval("document.querySelector('#requests .copy').textContent"));
            assertTrue(command.matches("llm-router why req_[0-9a-f]{24}"), command);
            assertEquals("true", tab.eval("document.querySelector('#requests').innerText.includes('Told the client: "
                + "The model')"), "the error of the model that does not exist");
        }
    }

    @ParameterizedTest
    @CsvSource({"360,740,false,true", "390,844,true,true", "390,844,false,false", "820,1180,true,false",
        "1440,900,false,true", "1440,900,true,true", "1600,1000,true,false"})
    void itFitsAndCanBeReadEverywhere(int width, int height, boolean dark, boolean scripts) throws Exception {
        try (Tab tab = browser.tab(width, height, dark, scripts)) {
            tab.open(url());
            if (scripts) tab.until("document.body.className === 'live'");
            tab.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
            assertEquals(dark ? "rgb(15, 18, 21)" : "rgb(244, 245, 247)",
                tab.eval("getComputedStyle(document.body).backgroundColor"));
            assertEquals("", tab.eval(FAINT));
            assertEquals("", tab.eval(TOO_WIDE.formatted(width)));
            assertTrue(Integer.parseInt(tab.eval("document.documentElement.scrollWidth")) <= width,
                "it can be scrolled sideways");
            assertEquals(Boolean.toString(!scripts),
                tab.eval("document.querySelector('meta[http-equiv=refresh]') !== null"),
                "without scripts the page reloads itself");
            assertEquals(List.of(), tab.complaints());
        }
    }

    @Test
    void itSaysWhatItShowsToThoseWhoDoNotSeeIt() throws Exception {
        try (Tab tab = browser.tab(1440, 900, false, true)) {
            tab.open(url());
            assertEquals("0", tab.eval("[...document.querySelectorAll('svg, i')]"
                + ".filter(e => !e.getAttribute('role') || !e.getAttribute('aria-label')).length"));
            assertEquals("header,main",
                tab.eval("[...document.body.children].map(e => e.localName).filter(n => n !== 'script')"));
            assertEquals("", tab.eval("[...document.querySelectorAll('section')].filter(s => "
                + "!document.getElementById(s.getAttribute('aria-labelledby'))).map(s => s.id)"));
            assertEquals("0", tab.eval("[...document.querySelectorAll('table')].filter(t => "
                + "!t.querySelector('th[scope=col]')).length"));
            assertEquals("0", tab.eval("document.querySelectorAll('[id]').length - new "
                + "Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"));
        }
    }

    @Test
    void namesOfOthersAreTextAndNothingElse() throws Exception {
        try (Tab tab = browser.tab(1440, 900, true, true)) {
            tab.open(url());
            tab.until("document.body.className === 'live'");
            assertTrue(tab.eval("document.body.innerText")
                .contains("<img/src=x/onerror=document.title='owned'>\\u{202e}ww"));
            assertEquals("0", tab.eval("document.querySelectorAll('img').length"));
            assertEquals("(1) llm-router", tab.eval("document.title"));
            // even if markup got in, it could neither run nor load anything
            tab.eval("document.body.insertAdjacentHTML('beforeend',"
                + " '<img src=/x onerror=\"document.title=1\"><p style=\"color:red\">')");
            tab.eval("document.body.append(Object.assign(document.createElement('script'),"
                + " {textContent: 'document.title = 2'}))");
            assertEquals("(1) llm-router", tab.eval("document.title"));
            assertTrue(tab.complaints().toString().contains("Content Security Policy"), tab.complaints().toString());
        }
    }

    @Test
    void itUpdatesItselfAndKeepsWhatTheUserHasOpenedAndSelected() throws Exception {
        try (Tab tab = browser.tab(390, 844, false, true)) {
            tab.open(url());
            tab.until("document.body.className === 'live'");
            String left = tab.eval("document.querySelector('#candidates [data-until]').textContent");
            tab.until("document.querySelector('#candidates [data-until]').textContent !== '" + left + "'");
            tab.eval("document.querySelector('details').open = true");
            tab.eval("document.querySelector('summary').focus()");
            tab.eval("getSelection().selectAllChildren(document.querySelector('#requests tbody bdi'))");
            tab.eval("scrollTo(0, 700)");
            tab.eval("window.row = document.querySelector('#requests tbody tr')");
            String selected = tab.eval("getSelection()");
            String rows = tab.eval("document.querySelectorAll('#requests tbody tr').length");
            gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p2/n"));
            tab.until("document.querySelectorAll('#requests tbody tr').length > " + rows);
            assertEquals("p2/n", tab.eval("document.querySelector('#requests tbody bdi').textContent"));
            assertEquals("true SUMMARY true true",
                tab.eval("[document.querySelector('details').open, document.activeElement.nodeName,"
                    + " getSelection() == " + '"' + selected.replace("\\", "\\\\").replace("\"", "\\\"")
                + '"' + ", window.row === document.querySelectorAll('#requests tbody tr')[1]].join(' ')"));
            assertTrue(Double.parseDouble(tab.eval("scrollY")) >= 700, "it scrolled away");
            assertEquals(List.of(), tab.complaints());
        }
    }

    @Test
    void itSaysThatTheGatewayIsGoneAndThatItIsBack() throws Exception {
        try (Tab tab = browser.tab(1440, 900, false, true)) {
            tab.open(url());
            tab.until("document.body.className === 'live'");
            tab.offline(true);
            tab.eval(LOOK_AGAIN);
            tab.until("document.getElementById('link').textContent.startsWith('not reachable since ')");
            assertTrue(tab.eval("document.body.innerText").contains("Last requests"), "what was known stays");
            tab.offline(false);
            tab.eval(LOOK_AGAIN);
            tab.until("document.getElementById('link').textContent === 'live'");
        }
    }

    @Test
    void whoSignsInOnceIsKeptUpToDate() throws Exception {
        try (var locked = Gateway.locked(Gateway.config("openai", good));
                Tab tab = browser.tab(1440, 900, true, true)) {
            String address = "http://127.0.0.1:" + locked.port() + "/";
            tab.signInWith("wrong");
            tab.open(address);
            assertTrue(tab.eval("document.body.innerText").contains("This gateway requires a key."));
            tab.signInWith(Gateway.KEY);
            tab.open(address);
            tab.until("document.body.className === 'live'");
            String then = tab.eval("document.getElementById('main').dataset.now");
            tab.eval(LOOK_AGAIN);
            tab.until("document.getElementById('main').dataset.now > " + then);
            assertEquals(address, tab.eval("location.href"));
            assertEquals("", tab.eval("document.cookie"));
            locked.server().replace(Gateway.config("{\"masterKey\":\"another-key-" + Gateway.KEY + "\","
                + Gateway.config("openai", good).substring(1)));
            tab.eval(LOOK_AGAIN);
            tab.until("document.getElementById('link').textContent.startsWith('answers with 401 since ')");
        }
    }
}
