package org.metricbay.http.webconfig;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;

/**
 * Decides who may pass, by the {@code Authorization} header. Thread-safe; one for the whole
 * process.
 *
 * <p>One bcrypt runs at a time, and a few requests wait for it; more are turned away at once, so
 * that guesses cannot occupy all threads. An answer that is known already waits for nobody.
 */
public final class Login {
  private static final int WAITING = 8;

  /** More than any browser sends. */
  private static final int LONGEST = 8_192;

  private final Verdicts verdicts = new Verdicts();
  private final Semaphore places = new Semaphore(1 + WAITING);
  private final Semaphore turn = new Semaphore(1, true);
  private final BiPredicate<BcryptHash, byte[]> bcrypt;

  /** What to do with a request. */
  public enum Answer {
    /** Answer it. */
    PASS,
    /** Answer 401 with {@code WWW-Authenticate: Basic}. */
    REFUSED,
    /** Answer 503: too many others are being judged, so this one was not. */
    BUSY
  }

  /** Knows nobody yet. */
  public Login() {
    this(BcryptHash::matches);
  }

  /**
   * @param bcrypt whether a password belongs to a hash, slowly
   */
  Login(BiPredicate<BcryptHash, byte[]> bcrypt) {
    this.bcrypt = bcrypt;
  }

  /**
   * Decides on one request.
   *
   * @param users names and hashes, {@link WebConfig#users()}; if there are none, everybody passes
   * @param authorization the header's value, nothing without the header
   */
  public Answer check(Map<String, String> users, Optional<String> authorization) {
    if (users.isEmpty()) {
      return Answer.PASS;
    }
    return authorization
        .flatMap(Login::credentials)
        .map(credentials -> check(users, credentials))
        .orElse(Answer.REFUSED);
  }

  private static final class Credentials {
    final String user;
    final byte[] password;

    Credentials(String user, byte[] password) {
      this.user = user;
      this.password = password;
    }
  }

  private static Optional<Credentials> credentials(String header) {
    if (header.length() > LONGEST || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] both = Base64.getDecoder().decode(header.substring(6).strip());
      for (int colon = 0; colon < both.length; colon++) {
        if (both[colon] == ':') {
          ByteBuffer user = ByteBuffer.wrap(both, 0, colon);
          return Optional.of(
              new Credentials(
                  StandardCharsets.UTF_8.newDecoder().decode(user).toString(),
                  Arrays.copyOfRange(both, colon + 1, both.length)));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Answer check(Map<String, String> users, Credentials given) {
    Optional<String> known = Optional.ofNullable(users.get(given.user));
    String hash = known.orElseGet(() -> another(users, given.user));
    String key = verdicts.key(known.isPresent(), given.user, hash, given.password);
    Optional<Boolean> verdict = verdicts.get(key);
    if (verdict.isEmpty()) {
      verdict = judge(key, hash, given.password, known.isPresent());
    }
    return verdict.map(good -> good ? Answer.PASS : Answer.REFUSED).orElse(Answer.BUSY);
  }

  /**
   * The hash that an unknown user is judged by, in vain: somebody's, so that it takes as long as a
   * known user's, and always the same one's for a name.
   */
  private String another(Map<String, String> users, String user) {
    byte[] digest = verdicts.digest(user.getBytes(StandardCharsets.UTF_8));
    List<String> hashes = List.copyOf(users.values());
    return hashes.get(Math.floorMod(ByteBuffer.wrap(digest).getInt(), hashes.size()));
  }

  /** Nothing if too many wait already. */
  private Optional<Boolean> judge(String key, String hash, byte[] password, boolean known) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      turn.acquire();
      try {
        Optional<Boolean> meanwhile = verdicts.get(key);
        if (meanwhile.isPresent()) {
          return meanwhile;
        }
        boolean matches =
            BcryptHash.parse(hash).map(parsed -> bcrypt.test(parsed, password)).orElse(false);
        verdicts.put(key, matches && known);
        return Optional.of(matches && known);
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      places.release();
    }
  }
}
