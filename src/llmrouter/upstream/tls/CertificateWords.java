package llmrouter.upstream.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import llmrouter.gateway.failure.FaultOwner;
import llmrouter.text.Printable;

/// Says why a server's certificate was refused.
final class CertificateWords {
    private static final int LONGEST = 80;
    private static final int MOST_NAMES = 4;
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateWords() {}

    /// The refusal in words, a clause whose subject is the certificate.
    ///
    /// @param host  that was called, or null if it is not known
    /// @param chain as the server sent it, its own certificate first
    static CertificateTrouble of(CertificateException refusal, X509Certificate[] chain, String host, Instant now) {
        String subject = "the certificate" + (host == null ? "" : " of " + host);
        CertificateTrouble dates = dates(subject, chain, now, refusal);
        if (dates != null) return dates;
        String issued = subject + ", issued by " + issuer(chain[0]);
        BasicReason reason = reason(refusal);
        if (reason == BasicReason.REVOKED) {
            return new CertificateTrouble(FaultOwner.EDGE, issued + ", was revoked", refusal);
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return new CertificateTrouble(FaultOwner.EDGE, issued + ", uses an algorithm or a key that is too weak ("
                + Printable.of(chain[0].getSigAlgName(), LONGEST) + ")", refusal);
        }
        if (isAboutTrust(refusal)) return new CertificateTrouble(FaultOwner.GATEWAY, subject + unknown(chain), refusal);
        if (isAboutNames(refusal)) {
            return new CertificateTrouble(FaultOwner.PROVIDER, subject + " is not for this name: " + names(chain[0])
                + ", issued by " + issuer(chain[0]), refusal);
        }
        return new CertificateTrouble(FaultOwner.EDGE, issued + ", was refused: "
            + Printable.of(String.valueOf(refusal.getMessage()), 2 * LONGEST), refusal);
    }

    /// Null if every certificate is valid today.
    private static CertificateTrouble dates(String subject, X509Certificate[] chain, Instant now,
            CertificateException refusal) {
        for (X509Certificate c : chain) {
            String which = subject + (c == chain[0] ? ", issued by " + issuer(c) + "," : " has an issuer, " + name(c)
                + ", that");
            Instant first = c.getNotBefore().toInstant();
            Instant last = c.getNotAfter().toInstant();
            if (now.isAfter(last)) {
                return new CertificateTrouble(FaultOwner.EDGE, which + " expired on " + last + ", "
                    + ago(Duration.between(last, now)) + " ago by this machine's clock (" + second(now)
                    + "); if the clock is right, the owner of the certificate must renew it", refusal);
            }
            if (now.isBefore(first)) {
                return new CertificateTrouble(FaultOwner.GATEWAY, which + " is not valid before " + first
                    + ", and this machine's clock says " + second(now) + "; check the clock", refusal);
            }
        }
        return null;
    }

    private static Instant second(Instant now) {
        return Instant.ofEpochSecond(now.getEpochSecond());
    }

    private static String ago(Duration time) {
        if (time.toDays() > 1) return time.toDays() + " days";
        return time.toHours() > 1 ? time.toHours() + " hours" : Math.max(1, time.toMinutes()) + " min";
    }

    private static String unknown(X509Certificate[] chain) {
        X509Certificate last = chain[chain.length - 1];
        String fix = "; if you trust it, put its certificate into LLM_ROUTER_CA_FILE";
        boolean selfSigned = chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
        if (selfSigned) return " is signed by itself (" + name(chain[0]) + ")" + fix;
        boolean whole = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        if (whole) {
            return " was issued by " + issuer(chain[0]) + ", and its authority " + name(last) + " is not known" + fix;
        }
        return " was issued by " + issuer(last) + ", which is not known, and the server sent no certificate of it"
            + "; if it is a private authority, put its certificate into LLM_ROUTER_CA_FILE, else the server's chain is "
            + "incomplete";
    }

    private static boolean isAboutTrust(Throwable refusal) {
        for (Throwable t = refusal; t != null; t = t.getCause()) {
            String words = String.valueOf(t.getMessage());
            if (words.contains("path building failed") || words.contains("trust anchor")) return true;
        }
        return false;
    }

    private static boolean isAboutNames(CertificateException refusal) {
        String words = String.valueOf(refusal.getMessage());
        return refusal.getCause() == null && (words.startsWith("No ") || words.contains("alternative"));
    }

    private static BasicReason reason(Throwable refusal) {
        for (Throwable t = refusal; t != null; t = t.getCause()) {
            boolean told = t instanceof CertPathValidatorException path && path.getReason() instanceof BasicReason;
            if (told) return (BasicReason) ((CertPathValidatorException) t).getReason();
        }
        return BasicReason.UNSPECIFIED;
    }

    private static String names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                boolean shown = each.getFirst() instanceof Integer kind && (kind == DNS || kind == ADDRESS);
                if (shown) names.add(Printable.of(String.valueOf(each.get(1)), LONGEST));
            }
        } catch (CertificateParsingException _) {
            return "its names cannot be read";
        }
        if (names.isEmpty()) return "it has no name of a host, only the subject " + name(certificate);
        int more = names.size() - MOST_NAMES;
        return "it is for " + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
            + (more > 0 ? " and " + more + " more" : "");
    }

    private static String issuer(X509Certificate certificate) {
        return shortName(certificate.getIssuerX500Principal().getName());
    }

    private static String name(X509Certificate certificate) {
        return shortName(certificate.getSubjectX500Principal().getName());
    }

    /// The common name in a distinguished name (RFC 2253), else all of it.
    private static String shortName(String distinguished) {
        return "'" + Printable.of(commonName(distinguished), LONGEST) + "'";
    }

    private static String commonName(String distinguished) {
        for (String part : distinguished.split("(?<!\\\\),")) {
            if (part.regionMatches(true, 0, "CN=", 0, 3)) return part.substring(3).replace("\\", "");
        }
        return distinguished;
    }
}
