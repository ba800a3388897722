/** A city as customers and sellers type it, with its state and the first digits of its postal codes. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly postal: string;
}

export const places: readonly Place[] = [
  { city: 'sao paulo', state: 'SP', postal: '01' },
  { city: 'sao paulo', state: 'SP', postal: '04' },
  { city: 'campinas', state: 'SP', postal: '13' },
  { city: 'santos', state: 'SP', postal: '11' },
  { city: 'ribeirao preto', state: 'SP', postal: '14' },
  { city: 'rio de janeiro', state: 'RJ', postal: '20' },
  { city: 'niteroi', state: 'RJ', postal: '24' },
  { city: 'belo horizonte', state: 'MG', postal: '30' },
  { city: 'uberlandia', state: 'MG', postal: '38' },
  { city: 'curitiba', state: 'PR', postal: '80' },
  { city: 'londrina', state: 'PR', postal: '86' },
  { city: 'porto alegre', state: 'RS', postal: '90' },
  { city: 'florianopolis', state: 'SC', postal: '88' },
  { city: 'salvador', state: 'BA', postal: '40' },
  { city: 'recife', state: 'PE', postal: '50' },
  { city: 'fortaleza', state: 'CE', postal: '60' },
  { city: 'brasilia', state: 'DF', postal: '70' },
  { city: 'belem', state: 'PA', postal: '66' },
];
