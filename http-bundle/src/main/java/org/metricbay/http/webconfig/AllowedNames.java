package org.metricbay.http.webconfig;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The subject alternative names of which a client's certificate must have one. */
final class AllowedNames {
  private static final Set<Integer> KINDS = Set.of(1, 2, 6, 7); // e-mail, DNS, URI, IP
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private final Set<String> allowed = new HashSet<>();

  AllowedNames(List<String> names) {
    names.forEach(name -> allowed.add(oneForm(name)));
  }

  boolean allows(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(name -> KINDS.contains(name.get(0)) && name.get(1) instanceof String)
              .anyMatch(name -> allowed.contains(oneForm((String) name.get(1))));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** The same address is written in several ways; all other names are compared as they are. */
  private static String oneForm(String name) {
    boolean address =
        IPV6.matcher(name).matches()
            || (IPV4.matcher(name).matches()
                && List.of(name.split("\\.")).stream().allMatch(n -> Integer.parseInt(n) < 256));
    if (!address) {
      return name;
    }
    try {
      return InetAddress.getByName(name).getHostAddress(); // a literal: nothing is looked up
    } catch (UnknownHostException e) {
      return name;
    }
  }
}
