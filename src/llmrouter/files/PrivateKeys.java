package llmrouter.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import llmrouter.files.PemBlocks.PemBlock;

/// Private keys in PEM: PKCS #8 (RFC 5958), plain or encrypted, and the older forms of RSA (RFC 8017 A.1.2) and of
/// elliptic curves (RFC 5915), which are put into a PKCS #8 envelope.
final class PrivateKeys {
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] CURVES = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xA0;

    private PrivateKeys() {}

    /// @param password of an encrypted key, or null
    /// @throws GeneralSecurityException the key cannot be read; the message is a clause for people, without content
    static PrivateKey of(PemBlock block, String password) throws GeneralSecurityException {
        byte[] bytes = block.bytes();
        return switch (block.label()) {
            case "PRIVATE KEY" -> any(bytes);
            case "ENCRYPTED PRIVATE KEY" -> any(decrypted(bytes, password));
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> older(block, bytes);
            default -> throw new InvalidKeySpecException("its key is of a kind that is not served ("
                + block.label() + "); make it PKCS #8 with 'openssl pkcs8 -topk8'");
        };
    }

    private static PrivateKey older(PemBlock block, byte[] bytes) throws GeneralSecurityException {
        if (block.text().contains("ENCRYPTED")) {
            throw new InvalidKeySpecException("its key is encrypted in an old way; make it PKCS #8 with "
                + "'openssl pkcs8 -topk8'");
        }
        return any(block.label().startsWith("RSA") ? envelope(RSA, bytes) : envelope(curve(bytes), bytes));
    }

    private static PrivateKey any(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : new String[] {"EC", "RSA", "EdDSA", "RSASSA-PSS"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException _) {
                // it is of another algorithm
            }
        }
        throw new InvalidKeySpecException("its private key cannot be read");
    }

    private static byte[] decrypted(byte[] bytes, String password) throws GeneralSecurityException {
        if (password == null) throw new InvalidKeySpecException("its key is encrypted and no password is given");
        try {
            var info = new EncryptedPrivateKeyInfo(bytes);
            // of PBES2 the JDK names the ciphers in the text form of the parameters only
            String cipher = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
            var secret = SecretKeyFactory.getInstance(cipher).generateSecret(new PBEKeySpec(password.toCharArray()));
            Cipher open = Cipher.getInstance(cipher);
            open.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
            return info.getKeySpec(open).getEncoded();
        } catch (IOException _) {
            throw new InvalidKeySpecException("its encrypted key cannot be read");
        } catch (GeneralSecurityException _) {
            throw new InvalidKeySpecException("its key cannot be decrypted; check the password");
        }
    }

    /// The algorithm of a curve's key: its own parameters name the curve.
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        for (int at = 0; at + 1 < key.length; at++) {
            boolean found = (key[at] & 0xFF) == PARAMETERS && key[at + 1] > 0 && at + 2 + key[at + 1] <= key.length
                && key[at + 2] == 0x06;
            if (found) return der(SEQUENCE, CURVES, Arrays.copyOfRange(key, at + 2, at + 2 + key[at + 1]));
        }
        throw new InvalidKeySpecException("its key does not name its curve; make it PKCS #8 with "
            + "'openssl pkcs8 -topk8'");
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, new byte[] {2, 1, 0}, algorithm, der(OCTETS, key));
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) content.writeBytes(part);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
