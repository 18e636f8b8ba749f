import { acts, receives } from '#lib/http/endpoint.ts';
import { removeLogoContract, uploadLogoContract } from '#lib/merchants/brand-contract.ts';
import { removeLogo, setLogo } from '#lib/merchants/logo.ts';

export const PUT = receives(uploadLogoContract, ({ principal, file }) => setLogo(principal.merchantId, file, 'merchant'));
export const DELETE = acts(removeLogoContract, ({ principal }) => removeLogo(principal.merchantId, 'merchant'));
