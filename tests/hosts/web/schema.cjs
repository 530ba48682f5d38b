// node schema.cjs NODE_MODULES MANIFEST...: what Microsoft's schema says of each, as JSON. (Its own validator of the
// same package asks for more packages than it names.)
"use strict";
const {readFileSync} = require("node:fs");
const {join} = require("node:path");

const [modules, ...manifests] = process.argv.slice(2);
const Ajv = require(join(modules, "ajv-draft-04")).default;
const schemas = join(modules, "@microsoft/app-manifest/build/json-schemas/teams");

function problems(path) {
  const facts = JSON.parse(readFileSync(path, "utf-8"));
  const schema = join(schemas, `v${facts.manifestVersion}`, "MicrosoftTeams.schema.json");
  const ajv = new Ajv({allErrors: true, strict: false, validateFormats: false, logger: false});
  const valid = ajv.compile(JSON.parse(readFileSync(schema, "utf-8")));
  return valid(facts) ? [] : valid.errors.map((one) => `${one.instancePath} ${one.message}`);
}
console.log(JSON.stringify(manifests.map(problems)));
