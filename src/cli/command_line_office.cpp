// The verbs about an office's data, and where an office is.
#include "cli/command_line_parser.hpp"

namespace exemplar::cli {

void Parser::office_options(CLI::App* sub, bool known_on) {
  sub->add_option("--data", line_.common.address.folder,
                  say(msg("the folder of an office's data")));
  sub->add_option("--database", line_.common.address.database,
                  say(msg("the address of an office's database: postgresql://…")))
      ->check(well_formed(programme::malformed_database));
  if (!known_on) return;
  sub->add_option("--known-on", line_.common.known_on,
                  say(msg("of an office: as it was known at the end of that day")))
      ->check(well_formed(malformed_day));
}

void Parser::witness_options(CLI::App* sub, AuditOptions& options) {
  sub->add_option("--checkpoint", options.checkpoints,
                  say(msg("a file of checkpoints kept elsewhere; may be given several times")))
      ->allow_extra_args(false);
  sub->add_option("--key", options.keys,
                  say(msg("the public key to trust, hexadecimal; default: the checkpoint's own, "
                          "which is said; may be given several times")))
      ->allow_extra_args(false)
      ->check(well_formed(malformed_key));
}

void Parser::office_verbs(CLI::App& app) {
  CLI::App* load = verb(app, "load",
                        msg("a pack into an office: definitions become those of the pack, values "
                            "that the office has not are added, none is taken away"),
                        Reads::PackAndOffice);
  load->add_flag("--dry-run", line_.office.dry_run,
                 say(msg("show what would change; write nothing")));
  load->add_flag("--demonstration", line_.office.demonstration,
                 say(msg("an office to be tried: its clock stands where the pack says, and whoever "
                         "comes enters by a door; for an office of its own")));
  CLI::App* values =
      verb(app, "import",
           msg("the values of a file into an office, CSV or a workbook: each row is told what "
               "becomes of it"),
           Reads::Office);
  values->add_option("FILE", line_.imported.file, needed(msg("the file to read")))->required();
  values->add_option("--sheet", line_.imported.sheet,
                     say(msg("which sheet of a workbook; default: the first that is not hidden")));
  values
      ->add_option("--mode", line_.imported.mode,
                   say(msg("whether faults keep all of it out; default: all-or-nothing")))
      ->check(one_of({"all-or-nothing", "what-is-right"}));
  values->add_flag("--overwrite", line_.imported.overwrite,
                   say(msg("a value that differs is corrected though no version is named")));
  values->add_flag("--dry-run", line_.imported.dry_run,
                   say(msg("show what would change; write nothing")));
  values->add_option("--as", line_.imported.as,
                     say(msg("as what that account may and reports today; default: as a pack, with "
                             "the days of the file")));
  verb(app, "migrate", msg("an office's tables, written by an older version, to those of this one"),
       Reads::Office);
  CLI::App* backup =
      verb(app, "backup",
           msg("a copy of a whole office with its history in one file, while others write"),
           Reads::Office);
  backup->add_option("FILE", line_.office.file, needed(msg("the file to write")))->required();
  CLI::App* restore =
      verb(app, "restore", msg("an office from such a copy, where none is yet"), Reads::Office);
  restore->add_option("FILE", line_.office.file, needed(msg("the copy to read")))->required();
  CLI::App* verify = verb(app, "verify",
                          msg("whether an office's data are whole: database, audit log, values, "
                              "standings"),
                          Reads::Office);
  witness_options(verify, line_.office.audit);
  verify->footer(say(msg("Exit code 1 where anything was found. CSV: one line for each finding.")));
  CLI::App* pack =
      verb(app, "export-pack", msg("the pack of an office back, with nothing lost"), Reads::Office);
  pack->add_option("--out", line_.office.out, needed(msg("the folder to write to")))->required();
  pack->add_option("--known-on", line_.common.known_on,
                   say(msg("of an office: as it was known at the end of that day")))
      ->check(well_formed(malformed_day));
}

void Parser::single_sign_on_options(CLI::App* serve) {
  serve->add_option("--oidc-issuer", line_.serve.oidc_issuer,
                    say(msg("single sign-on: the provider of identities (OpenID Connect), as it "
                            "names itself: https://…")));
  serve->add_option("--oidc-client-id", line_.serve.oidc_client,
                    say(msg("the provider's name for this server")));
  serve->add_option("--oidc-client-secret-file", line_.serve.oidc_secret_file,
                    say(msg("a file with the secret that the provider gave out, for its owner "
                            "alone; default: none")));
  serve->add_option("--oidc-name", line_.serve.oidc_name,
                    say(msg("what people call the provider; default: the issuer")));
  serve
      ->add_option("--oidc-max-age", line_.serve.oidc_longest_age,
                   say(msg("how long ago somebody may have signed in at the provider, in seconds; "
                           "default: 900; 0: as long as the provider likes")))
      ->type_name("");
}

void Parser::serving_verbs(CLI::App& app) {
  CLI::App* serve =
      verb(app, "serve", msg("an office over HTTP, until it is told to end"), Reads::Office);
  serve->remove_option(serve->get_option("--format"));
  serve
      ->add_option("--port", line_.serve.port,
                   say(msg("the port to listen on; default: 8080; 0: any free one")))
      ->type_name("");
  serve->add_option("--listen", line_.serve.listen,
                    say(msg("the address of this machine to listen on; default: 127.0.0.1")));
  serve->add_option("--keys", line_.serve.keys,
                    say(msg("the folder of the office's keys; default: that of its data")));
  serve
      ->add_option("--host", line_.serve.hosts,
                   say(msg("a name by which browsers ask for it; may be given several times")))
      ->allow_extra_args(false);
  serve->add_flag("--behind-tls", line_.serve.behind_tls,
                  say(msg("browsers come over TLS, which ends before this server")));
  serve->add_option("--checkpoints", line_.serve.checkpoints,
                    say(msg("a file elsewhere to which the audit log's checkpoints are appended")));
  single_sign_on_options(serve);
  serve
      ->add_option("--rate", line_.serve.rate,
                   say(msg("requests a second that one account may make; default: 100; 0: any")))
      ->type_name("")
      ->check(CLI::Range(0.0, 1e6).description(""));
  CLI::App* account = verb(app, "account",
                           msg("a person's account, made on the office's own machine; the password "
                               "is read from the standard input"),
                           Reads::Office);
  account->add_option("ACTION", line_.account.action, needed(msg("what to do: add")))
      ->required()
      ->check(one_of({"add"}));
  account->add_option("LOGIN", line_.account.login, needed(msg("the name to sign in with")))
      ->required();
  account->add_option("--name", line_.account.name, needed(msg("the person's name")))->required();
  account
      ->add_option("--role", line_.account.role,
                   say(msg("default: administrator; see docs/people.md")))
      ->check(one_of(role_words()));
  account->add_option("--below", line_.account.below,
                      say(msg("over this unit and all below it; default: the whole office")));
  account->add_option("--hierarchy", line_.account.hierarchy,
                      say(msg("which line of units above and below; default: the programme's")));
}

void Parser::audit_verb(CLI::App& app) {
  CLI::App* audit =
      verb(app, "audit",
           msg("the audit log: whether an exported one is whole and unaltered "
               "(verify), an office's to a file (export), how far it has come, signed "
               "(checkpoint)"),
           Reads::Nothing);
  audit
      ->add_option("ACTION", line_.audit.action,
                   needed(msg("what to do: verify, export or checkpoint")))
      ->required()
      ->check(one_of({"verify", "export", "checkpoint"}));
  audit->add_option("FILE", line_.audit.file,
                    say(msg("the file to look at, to write (-: the output) or, of a checkpoint, to "
                            "append to if wanted")));
  office_options(audit, false);
  witness_options(audit, line_.audit);
  audit->add_flag("--part", line_.audit.part,
                  say(msg("verify: the file is a part of a log, from any entry on")));
  const auto day = well_formed(malformed_day);
  audit->add_option("--from", line_.audit.from, say(msg("export: entries from that day on")))
      ->check(day);
  audit->add_option("--until", line_.audit.until, say(msg("export: entries up to that day")))
      ->check(day);
  audit->add_flag("--payloads", line_.audit.payloads,
                  say(msg("export: also what the entries tell, which may be personal; that is "
                          "itself an entry")));
  audit->add_option("--keys", line_.audit.key_folder,
                    say(msg("the folder of the office's keys; default: that of its data")));
  audit->footer(say(msg("Exit code 1 where anything was found. CSV: one line for each finding.")));
}

}  // namespace exemplar::cli
