package org.metricbay.host;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The command line: {@code metricbay run}, {@code print}, {@code archive}, {@code help}, {@code
 * version}.
 */
public final class Main {
  private static final int INTERNAL_ERROR = 1;
  private static final int USER_ERROR = 2;

  private Main() {}

  /** Runs one command; the process ends with its exit status. */
  public static void main(String[] arguments) {
    Charset charset = Charset.defaultCharset();
    PrintStream out = new PrintStream(System.out, true, charset);
    PrintStream err = new PrintStream(System.err, true, charset);
    int status;
    try {
      status = run(List.of(arguments), out);
    } catch (UserException e) {
      err.println("metricbay: " + e.getMessage());
      status = USER_ERROR;
    } catch (Exception | Error e) {
      // Said and ended here, as threads of libraries would keep the process.
      e.printStackTrace(err);
      status = INTERNAL_ERROR;
    }
    System.exit(status);
  }

  private static int run(List<String> arguments, PrintStream out) throws Exception {
    Path home = Path.of(System.getProperty("metricbay.home", "")).toAbsolutePath().normalize();
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      command = "help";
    }
    switch (command) {
      case "run" -> {
        return new RunCommand(Options.of(home, rest, System.getenv()), out).run();
      }
      case "print" -> {
        return new PrintCommand(Options.of(home, rest, System.getenv()), out).run();
      }
      case "archive" -> {
        if (!rest.isEmpty()) {
          throw new UserException(
              "archive takes no options, but "
                  + rest.get(0)
                  + " was given: it uses the folders that the environment (METRICBAY_...) and"
                  + " conf/metricbay.cfg name");
        }
        return new ArchiveCommand(home, System.getenv(), out).run();
      }
      case "help", "--help", "-h" -> out.print(Help.text());
      case "version", "--version" -> out.println("metricbay " + version());
      default ->
          throw new UserException(
              "unknown command "
                  + command
                  + "; commands are run, print, archive, help and version");
    }
    return 0;
  }

  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(built from source)");
  }
}
