//! Other engines, each given the same conditions.

use std::str::FromStr;

use anyhow::{Result, anyhow};
use cases::Input;
use cedar_policy::{Authorizer, Context as CedarContext, Entities, EntityUid, PolicySet, Request};
use cel::{Context as CelContext, Program};
use tacenda_analysis::{cedar_condition, cel_condition};
use tacenda_law::Packs;

use crate::cases;

/// An engine that says of each rule whether its condition holds.
pub trait Peer {
    fn name(&self) -> &'static str;
    /// Takes a case in; not measured.
    fn prepare(&mut self, input: &Input) -> Result<()>;
    /// Decides all rules.
    fn decide(&mut self) -> Result<Vec<bool>>;
}

/// The `cel` interpreter.
pub struct Cel {
    programs: Vec<Program>,
    context: CelContext<'static, 'static>,
}

impl Cel {
    pub fn new(packs: &Packs, rules: &[usize]) -> Result<Self> {
        let programs = rules
            .iter()
            .map(|at| Program::compile(&cel_condition(packs, &packs.rules[*at].when.expr)).map_err(|e| anyhow!("{e:?}")))
            .collect::<Result<_>>()?;
        Ok(Self { programs, context: CelContext::default() })
    }
}

impl Peer for Cel {
    fn name(&self) -> &'static str {
        "cel"
    }

    fn prepare(&mut self, input: &Input) -> Result<()> {
        self.context = CelContext::default();
        for (name, value) in input.json.as_object().into_iter().flatten() {
            let value = match value {
                serde_json::Value::Bool(b) => cel::Value::Bool(*b),
                serde_json::Value::Number(n) => cel::Value::Int(n.as_i64().unwrap_or_default()),
                serde_json::Value::String(s) => cel::Value::from(s.clone()),
                serde_json::Value::Array(items) => {
                    let words: Vec<cel::Value> =
                        items.iter().filter_map(|i| i.as_str()).map(|s| cel::Value::from(s.to_owned())).collect();
                    cel::Value::from(words)
                }
                _ => continue,
            };
            self.context.add_variable_from_value(name.clone(), value);
        }
        Ok(())
    }

    fn decide(&mut self) -> Result<Vec<bool>> {
        self.programs
            .iter()
            .map(|p| match p.execute(&self.context) {
                Ok(cel::Value::Bool(b)) => Ok(b),
                other => Err(anyhow!("cel: {other:?}")),
            })
            .collect()
    }
}

/// Cedar, through its public interface: one request, all policies.
pub struct Cedar {
    policies: PolicySet,
    count: usize,
    request: Option<Request>,
    entities: Entities,
    authorizer: Authorizer,
}

impl Cedar {
    pub fn new(packs: &Packs, rules: &[usize]) -> Result<Self> {
        let text: String = rules
            .iter()
            .map(|at| {
                format!(
                    "permit (principal, action, resource) when {{ {} }};\n",
                    cedar_condition(packs, &packs.rules[*at].when.expr)
                )
            })
            .collect();
        let policies = PolicySet::from_str(&text).map_err(|e| anyhow!("{e}"))?;
        Ok(Self { policies, count: rules.len(), request: None, entities: Entities::empty(), authorizer: Authorizer::new() })
    }
}

impl Peer for Cedar {
    fn name(&self) -> &'static str {
        "Cedar"
    }

    fn prepare(&mut self, input: &Input) -> Result<()> {
        let uid = |text: &str| EntityUid::from_str(text).map_err(|e| anyhow!("{e}"));
        let context = CedarContext::from_json_value(input.json.clone(), None).map_err(|e| anyhow!("{e}"))?;
        let request =
            Request::new(uid("U::\"u\"")?, uid("A::\"a\"")?, uid("R::\"r\"")?, context, None).map_err(|e| anyhow!("{e}"))?;
        self.request = Some(request);
        Ok(())
    }

    fn decide(&mut self) -> Result<Vec<bool>> {
        let request = self.request.as_ref().ok_or_else(|| anyhow!("no request"))?;
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(anyhow!("Cedar: {error}"));
        }
        let mut found = vec![false; self.count];
        for id in response.diagnostics().reason() {
            // Policies are numbered in the order of the text: `policy0`, `policy1`, …
            if let Some(slot) = id.to_string().trim_start_matches("policy").parse::<usize>().ok().and_then(|n| found.get_mut(n)) {
                *slot = true;
            }
        }
        Ok(found)
    }
}

/// regorus: one module, one set of the rules that hold.
pub struct Rego {
    engine: regorus::Engine,
    count: usize,
}

impl Rego {
    pub fn new(packs: &Packs, rules: &[usize]) -> Result<Self> {
        let mut module = String::from("package law\nimport rego.v1\n");
        for (n, at) in rules.iter().enumerate() {
            for alternative in packs.rules[*at].when.formula.alternatives() {
                let literals: Vec<String> =
                    alternative.iter().filter_map(|l| packs.atoms().get(l.atom).map(|a| rego(packs, a, l.holds))).collect();
                let body = if literals.is_empty() { "true".to_owned() } else { literals.join("\n  ") };
                module.push_str(&format!("holds contains {n} if {{\n  {body}\n}}\n"));
            }
        }
        let mut engine = regorus::Engine::new();
        engine.add_policy("law.rego".to_owned(), module)?;
        Ok(Self { engine, count: rules.len() })
    }
}

fn rego(packs: &Packs, atom: tacenda_law::Atom, holds: bool) -> String {
    use tacenda_law::Test;
    let fact = packs.vocabulary.fact(atom.fact);
    let name = format!("input.{}", fact.name);
    let words = |set: u64| packs.vocabulary.quoted(atom.fact, set);
    let text = match atom.test {
        Test::True => format!("{name} == true"),
        Test::In(set) => format!("{name} in {{{}}}", words(set)),
        Test::Has(i) => format!("{} in {name}", words(1 << i)),
        Test::Empty => format!("count({name}) == 0"),
        Test::Below(n) => format!("{name} < {n}"),
        Test::Before(other) => format!("{name} < input.{}", packs.vocabulary.fact(other).name),
    };
    if holds { text } else { format!("not {text}") }
}

impl Peer for Rego {
    fn name(&self) -> &'static str {
        "regorus"
    }

    fn prepare(&mut self, input: &Input) -> Result<()> {
        self.engine.set_input(regorus::Value::from_json_str(&input.json.to_string())?);
        Ok(())
    }

    fn decide(&mut self) -> Result<Vec<bool>> {
        let value = self.engine.eval_rule("data.law.holds".to_owned())?;
        let mut found = vec![false; self.count];
        if let Ok(set) = value.as_set() {
            for item in set.iter() {
                if let Some(slot) = item.as_u64().ok().and_then(|n| usize::try_from(n).ok()).and_then(|n| found.get_mut(n)) {
                    *slot = true;
                }
            }
        }
        Ok(found)
    }
}
