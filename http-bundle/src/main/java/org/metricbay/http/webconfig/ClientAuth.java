package org.metricbay.http.webconfig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is asked of clients' certificates, by Go's names. */
enum ClientAuth {
  NONE("NoClientCert", false, false, false),
  REQUEST("RequestClientCert", true, false, false),
  REQUIRE_ANY("RequireAnyClientCert", true, true, false),
  VERIFY_IF_GIVEN("VerifyClientCertIfGiven", true, false, true),
  REQUIRE_AND_VERIFY("RequireAndVerifyClientCert", true, true, true);

  final String text;
  final boolean asks;
  final boolean needs;
  final boolean verifies;

  ClientAuth(String text, boolean asks, boolean needs, boolean verifies) {
    this.text = text;
    this.asks = asks;
    this.needs = needs;
    this.verifies = verifies;
  }

  static Optional<ClientAuth> of(String text) {
    // An older name that exporter-toolkit still takes.
    String known = text.equals("RequireClientCert") ? REQUIRE_ANY.text : text;
    return Arrays.stream(values()).filter(auth -> auth.text.equals(known)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(auth -> auth.text).toList();
  }
}
