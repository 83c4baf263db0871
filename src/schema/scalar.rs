//! Types that are written as one value, and read by code of their own.

/// What the JSON Schemas say of such a type, where it is used: `scalar_schema!(Type, {schema})`.
macro_rules! scalar_schema {
    ($type:ident, $schema:tt) => {
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

pub(super) use scalar_schema;
