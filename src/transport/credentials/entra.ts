import { trusting } from '../trust.js';
import type { EntraKind } from './kinds.js';

/** How to get a token of Microsoft Entra ID. */
export interface EntraSettings {
  readonly credential: EntraKind;
  readonly scope: string;
  readonly tenant?: string;
  readonly clientId?: string;
  /** To trust besides those that Node trusts, PEM. */
  readonly certificates?: string;
}

/** A token and its end. */
export interface Token {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Where tokens are from. */
export interface TokenSource {
  get(signal: AbortSignal): Promise<Token>;
  /** Asks the user, where nothing else gives a token. */
  signIn?(signal: AbortSignal): Promise<void>;
}

/** What `@azure/identity` and its errors have in common with tests of them. */
interface AzureCredential {
  getToken(
    scopes: string,
    options: { abortSignal: AbortSignal },
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** Hosts that the library knows as Microsoft's; a private cloud has another, about which nobody else is asked. */
const publicAuthority =
  /^https:\/\/login\.(?:microsoftonline\.(?:com|us|de)|chinacloudapi\.cn|partner\.microsoftonline\.cn)\/?$/;

/**
 * A source of tokens by `@azure/identity`, which is loaded for it.
 * @param tell shows the user what to do to sign in
 */
export async function entraSource(
  settings: EntraSettings,
  tell: (text: string) => void,
): Promise<TokenSource> {
  const { credential, scope, tenant, clientId, certificates } = settings;
  const azure = await import('@azure/identity');
  const authorityHost = process.env['AZURE_AUTHORITY_HOST'];
  const common = {
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(certificates === undefined ? {} : { tlsOptions: trusting(certificates) }),
    ...(authorityHost !== undefined &&
      !publicAuthority.test(authorityHost) && { disableInstanceDiscovery: true }),
  };
  const asClient = clientId === undefined ? {} : { clientId };
  const tokensOf = (source: AzureCredential): TokenSource => ({
    async get(abortSignal) {
      const token = await source.getToken(scope, { abortSignal });
      if (token === null) throw new Error('no token was issued');
      return { token: token.token, expiresAtMs: token.expiresOnTimestamp };
    },
  });
  const asking = (
    source: AzureCredential & {
      authenticate(scopes: string, options: { abortSignal: AbortSignal }): Promise<unknown>;
    },
  ): TokenSource => ({
    ...tokensOf(source),
    async signIn(abortSignal) {
      await source.authenticate(scope, { abortSignal });
    },
  });
  switch (credential) {
    case 'default':
      return tokensOf(
        new azure.DefaultAzureCredential({
          ...common,
          ...(clientId === undefined
            ? {}
            : { managedIdentityClientId: clientId, workloadIdentityClientId: clientId }),
        }),
      );
    case 'cli':
      return tokensOf(new azure.AzureCliCredential(common));
    case 'managed-identity':
      return tokensOf(new azure.ManagedIdentityCredential({ ...common, ...asClient }));
    case 'environment':
      return tokensOf(new azure.EnvironmentCredential(common));
    case 'device-code':
      return asking(
        new azure.DeviceCodeCredential({
          ...common,
          ...asClient,
          disableAutomaticAuthentication: true,
          userPromptCallback: ({ verificationUri, userCode }) => {
            tell(`To sign in, open ${verificationUri} and enter the code ${userCode}.`);
          },
        }),
      );
    case 'browser': {
      const source = asking(
        new azure.InteractiveBrowserCredential({
          ...common,
          ...asClient,
          disableAutomaticAuthentication: true,
        }),
      );
      return {
        ...source,
        signIn: (signal) => {
          tell('To sign in, use the browser window that opens now.');
          return source.signIn?.(signal) ?? Promise.resolve();
        },
      };
    }
  }
}
