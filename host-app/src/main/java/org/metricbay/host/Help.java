package org.metricbay.host;

import java.util.Locale;

/** What {@code metricbay help} says. */
final class Help {
  private Help() {}

  static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            Metricbay: a host metrics agent whose collectors are OSGi bundles.

              metricbay run [OPTION...]    serve metrics, and run the plugins in the watched folder
              metricbay print [OPTION...]  collect once and print all plugins and their metrics
              metricbay archive            make the agent start faster with this Java (see README.md);
                                           takes no options, but the environment and the file
              metricbay help
              metricbay version

            Options, each also as a key in conf/metricbay.cfg and as METRICBAY_... in the environment
            (the command line goes before the environment, and that before the file):

            """);
    for (Option option : Option.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-28s %s%n",
              (option.flag() + " " + option.value).stripTrailing(),
              option.helpText()));
    }
    return text.append(
            """

            Exit status: 0 after a clean end, also by SIGTERM or SIGINT, and where print found all
            well; 1 where print has printed all, but something was refused or failed; 2 if an option
            or folder is wrong, or the agent cannot start. SIGHUP reads all files anew, but ends an
            agent that has a terminal.
            """)
        .toString();
  }
}
