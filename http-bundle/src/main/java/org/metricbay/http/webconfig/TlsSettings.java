package org.metricbay.http.webconfig;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How to serve HTTPS.
 *
 * @param context with the server's key and the judge of clients' certificates
 * @param chain the server's certificate and those that lead to its authority
 * @param protocols JSSE's names of the TLS versions, newest first
 * @param cipherSuites JSSE's names; those of TLS 1.3 are always there
 * @param wantsClientCertificate a client is asked for a certificate, and may have none
 * @param needsClientCertificate a client must have one
 * @param serverPreference the order of cipherSuites counts rather than the client's
 * @param namedGroups JSSE's names of the curves; empty means the JVM's choice
 */
public record TlsSettings(
    SSLContext context,
    List<X509Certificate> chain,
    List<String> protocols,
    List<String> cipherSuites,
    boolean wantsClientCertificate,
    boolean needsClientCertificate,
    boolean serverPreference,
    List<String> namedGroups) {
  public TlsSettings {
    chain = List.copyOf(chain);
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    namedGroups = List.copyOf(namedGroups);
  }

  /** Sets all of it but the key for one connection or one listening socket. */
  public void apply(SSLParameters parameters) {
    parameters.setProtocols(protocols.toArray(new String[0]));
    parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
    parameters.setUseCipherSuitesOrder(serverPreference);
    if (needsClientCertificate) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(wantsClientCertificate);
    }
    if (!namedGroups.isEmpty()) {
      NamedGroups.set(parameters, namedGroups);
    }
  }

  /** Short, and nothing of the key. */
  @Override
  public String toString() {
    return "TLS " + protocols;
  }
}
