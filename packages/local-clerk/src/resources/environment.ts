import type {
  AttributeDataJSON,
  AttributesJSON,
  EnvironmentJSON,
  OAuthProviderSettings,
  UserSettingsJSON,
} from "@clerk/shared/types";
import { type Feature, PROVIDERS, providersOf, strategyOf } from "../features.ts";
import { USERNAME_LENGTH } from "../identifiers.ts";
import { type Instance, needsEmail } from "../instance.ts";
import { MAX_LENGTH, MIN_LENGTH } from "../passwords.ts";
import {
  canCreateOrganizations,
  type EnvironmentOrganizations,
  environmentOrganizations,
} from "./environment-organizations.ts";

/** Two members of the environment are typed with an `id: never` that Clerk does not send. */
type Environment = Omit<EnvironmentJSON, "user_settings" | "organization_settings"> & {
  user_settings: Omit<UserSettingsJSON, "id" | "object" | "social"> & {
    social: Record<string, OAuthProviderSettings>;
  };
  organization_settings: EnvironmentOrganizations;
};

const OFF: AttributeDataJSON = {
  enabled: false,
  required: false,
  verifications: [],
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verify_at_sign_up: false,
};

const ATTRIBUTES: AttributesJSON = {
  email_address: {
    ...OFF,
    enabled: true,
    required: true,
    verifications: ["email_code"],
    used_for_first_factor: true,
    first_factors: ["email_code"],
    verify_at_sign_up: true,
  },
  password: { ...OFF, enabled: true, required: true },
  first_name: { ...OFF, enabled: true },
  last_name: { ...OFF, enabled: true },
  phone_number: OFF,
  username: OFF,
  web3_wallet: OFF,
  authenticator_app: OFF,
  backup_code: OFF,
  passkey: OFF,
};

const PHONE: AttributeDataJSON = {
  ...OFF,
  enabled: true,
  verifications: ["phone_code"],
  used_for_first_factor: true,
  first_factors: ["phone_code"],
  verify_at_sign_up: true,
  channels: ["sms"],
};
const USERNAME: AttributeDataJSON = { ...OFF, enabled: true, used_for_first_factor: true };

function attributes({ settings }: Instance): AttributesJSON {
  const { features } = settings;
  return {
    ...ATTRIBUTES,
    email_address: { ...ATTRIBUTES.email_address, required: needsEmail(settings) },
    ...(features.has("username") && { username: USERNAME }),
    ...(features.has("phone") && { phone_number: PHONE }),
  };
}

function social(features: ReadonlySet<Feature>): Record<string, OAuthProviderSettings> {
  const providers = providersOf(features).map((provider) => ({
    enabled: true,
    required: false,
    authenticatable: true,
    strategy: strategyOf(provider),
    name: PROVIDERS[provider],
    logo_url: null,
  }));
  return Object.fromEntries(providers.map((settings) => [settings.strategy, settings]));
}

/** What the Dashboard says about this instance: email and password, a code for the address, and its features. */
export function environment(instance: Instance): Environment {
  const { applicationName, settings } = instance;
  return {
    object: "environment",
    id: "env_local",
    maintenance_mode: false,
    client_debug_mode: false,
    auth_config: {
      object: "auth_config",
      id: "aconf_local",
      single_session_mode: !settings.multiSession,
      claimed_at: null,
      reverification: false,
      session_minter: settings.sessionMinter,
    },
    display_config: {
      object: "display_config",
      id: "display_config_local",
      application_name: applicationName,
      // A plan without Clerk's branding and with the development notice off: both are Dashboard settings.
      branded: false,
      show_devmode_warning: false,
      instance_environment_type: "development",
      preferred_sign_in_strategy: "password",
      captcha_public_key: null,
      captcha_widget_type: null,
      captcha_public_key_invisible: null,
      captcha_provider: "turnstile",
      captcha_oauth_bypass: null,
      // The paths of Clerk's quickstart; an app that names its own wins. The empty ones are never used.
      home_url: "/",
      sign_in_url: "/sign-in",
      sign_up_url: "/sign-up",
      after_sign_in_url: "/",
      after_sign_up_url: "/",
      after_sign_out_one_url: "/",
      after_sign_out_all_url: "/",
      after_switch_session_url: "/",
      user_profile_url: "",
      organization_profile_url: "",
      create_organization_url: "",
      after_leave_organization_url: "",
      after_create_organization_url: "",
      waitlist_url: "",
      after_join_waitlist_url: "",
      logo_image_url: "",
      favicon_image_url: "",
      support_email: settings.supportEmail,
      terms_url: "",
      privacy_policy_url: "",
      theme: {
        general: {
          color: "#6C47FF",
          background_color: "#FFFFFF",
          font_family: "sans-serif",
          font_color: "#151515",
          label_font_weight: "500",
          padding: "1em",
          border_radius: "0.5em",
          box_shadow: "0 2px 8px rgba(0, 0, 0, 0.2)",
        },
        buttons: { font_color: "#FFFFFF", font_family: "sans-serif", font_weight: "600" },
        accounts: { background_color: "#FFFFFF" },
      },
    },
    user_settings: {
      attributes: attributes(instance),
      actions: {
        delete_self: true,
        create_organization: canCreateOrganizations(settings.organizations),
      },
      social: social(settings.features),
      enterprise_sso: { enabled: false, self_serve_sso: false, self_serve_directory_sync: false },
      sign_in: { second_factor: { required: false, enabled: false } },
      sign_up: {
        allowlist_only: settings.restrictions.allowlist,
        progressive: true,
        captcha_enabled: false,
        mode: "public",
        legal_consent_enabled: false,
      },
      password_settings: {
        allowed_special_characters: "",
        disable_hibp: true,
        min_length: MIN_LENGTH,
        max_length: MAX_LENGTH,
        require_special_char: false,
        require_numbers: false,
        require_uppercase: false,
        require_lowercase: false,
        show_zxcvbn: false,
        min_zxcvbn_strength: 0,
      },
      passkey_settings: { allow_autofill: false, show_sign_in_button: false },
      username_settings: USERNAME_LENGTH,
      attack_protection: { enumeration_protection: { enabled: false } },
    },
    organization_settings: environmentOrganizations(settings.organizations),
    commerce_settings: {
      object: "commerce_settings",
      id: "cset_local",
      billing: {
        stripe_publishable_key: null,
        organization: { enabled: false, has_paid_plans: false },
        user: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: {
      object: "api_keys_settings",
      id: "aks_local",
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: false,
    },
    protect_config: { object: "protect_config", id: "protect_config_local" },
  };
}
