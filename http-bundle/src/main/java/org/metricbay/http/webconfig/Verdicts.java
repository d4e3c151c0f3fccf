package org.metricbay.http.webconfig;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Caches bcrypt's verdict on a user, a hash and a password. None of those is kept, only a digest of
 * them with a key that this process alone has. Right and wrong passwords are kept apart, so that
 * many wrong ones do not evict the right ones.
 */
final class Verdicts {
  private static final int MOST = 100;

  private final SecretKeySpec secret;
  private final Map<String, Boolean> right = new Bounded();
  private final Map<String, Boolean> wrong = new Bounded();

  /** The one that was asked for longest ago goes first. */
  private static final class Bounded extends LinkedHashMap<String, Boolean> {
    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST;
    }
  }

  Verdicts() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    secret = new SecretKeySpec(random, "HmacSHA256");
  }

  /** A digest of the parts, of which none can be taken for the end of another. */
  byte[] digest(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      for (byte[] part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  /** With what one verdict is kept; {@code known} tells a user from a name that borrows a hash. */
  String key(boolean known, String user, String hash, byte[] password) {
    return HexFormat.of()
        .formatHex(
            digest(
                new byte[] {(byte) (known ? 1 : 0)},
                user.getBytes(StandardCharsets.UTF_8),
                hash.getBytes(StandardCharsets.UTF_8),
                password));
  }

  synchronized Optional<Boolean> get(String key) {
    return Optional.ofNullable(right.get(key)).or(() -> Optional.ofNullable(wrong.get(key)));
  }

  synchronized void put(String key, boolean verdict) {
    (verdict ? right : wrong).put(key, verdict);
  }

  synchronized int size() {
    return right.size() + wrong.size();
  }
}
