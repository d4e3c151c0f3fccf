package org.metricbay.http.webconfig;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCryptParser;
import at.favre.lib.crypto.bcrypt.IllegalBCryptFormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A hash of a password. The three marks of a version that are known mean the same to Go. */
final class BcryptHash {
  private static final Pattern FORM =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  /** Blowfish takes no more of a key; Go cuts off the rest when it compares. */
  private static final int LONGEST = 72;

  private final BCrypt.HashData data;

  private BcryptHash(BCrypt.HashData data) {
    this.data = data;
  }

  static Optional<BcryptHash> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      BCryptParser parser = BCrypt.Version.VERSION_2A.parser;
      String known = "$2a" + text.substring(3);
      return Optional.of(new BcryptHash(parser.parse(known.getBytes(StandardCharsets.US_ASCII))));
    } catch (IllegalBCryptFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  int cost() {
    return data.cost;
  }

  /** Takes the time that the cost says, whatever the password. */
  boolean matches(byte[] password) {
    // The key is the password and a zero byte, over and over; after 72 bytes there is no room.
    boolean full = password.length >= LONGEST;
    byte[] key = full ? Arrays.copyOf(password, LONGEST) : password;
    BCrypt.Version version =
        full ? BCrypt.Version.VERSION_2Y_NO_NULL_TERMINATOR : BCrypt.Version.VERSION_2A;
    byte[] hash = BCrypt.with(version).hashRaw(data.cost, data.rawSalt, key).rawHash;
    return MessageDigest.isEqual(hash, data.rawHash);
  }
}
