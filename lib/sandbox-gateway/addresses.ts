import { env } from '../env.ts';

/** Where a customer pays a request, or a shop's app learns the address of the method's app. */
export const paymentAddress = (page: 'requestForm' | 'appUrl', pid: string): string => `${env().SANDBOX_URL}/sandbox/eCommerce/API/${page}?pid=${pid}`;

/** The script that brings a shop's page to the payment. */
export const scriptAddress = (pid: string): string => `${env().SANDBOX_URL}/sandbox/eCommerce.php/API/embeddedPaymentWindow?pid=${pid}`;

/** A method's logo, by AltaPay's name of the method. */
export const logoAddress = (identifier: string): string => `${env().SANDBOX_URL}/sandbox/logos/${identifier.toLowerCase()}.svg`;
